package io.streamlake.gcs.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes JSONL: the canonical lines, through a codec. */
final class LineSink implements RecordSink {

  private static final int BUFFER_BYTES = 32 * 1024;

  private final Path path;
  private final SummedFile file;
  private final OutputStream codec;
  private final SummaryCounter counter;

  /** Lines on their way to the hash and the codec, which are called natively and so in bulk. */
  private byte[] pending = new byte[BUFFER_BYTES];

  private int pendingLength;

  private LineSink(Path path, SummedFile file, OutputStream codec, SummaryCounter counter) {
    this.path = path;
    this.file = file;
    this.codec = codec;
    this.counter = counter;
  }

  static LineSink open(
      Path path, Compression compression, OptionalInt level, SummaryCounter counter)
      throws IOException {
    SummedFile file = new SummedFile(path);
    try {
      return new LineSink(path, file, compression.compress(file, level), counter);
    } catch (IOException | RuntimeException failure) {
      file.close();
      Files.deleteIfExists(path);
      throw failure;
    }
  }

  @Override
  public void append(ConsumerRecord<byte[], byte[]> record, JsonlEncoder line) throws IOException {
    int length = line.length();
    if (length > pending.length - pendingLength) {
      flushPending();
    }
    if (length > pending.length) {
      write(line.buffer(), length);
      return;
    }
    System.arraycopy(line.buffer(), 0, pending, pendingLength, length);
    pendingLength += length;
  }

  @Override
  public long bytes() {
    return file.bytes();
  }

  @Override
  public void finish() throws IOException {
    flushPending();
    codec.close();
    pending = new byte[0];
  }

  @Override
  public int crc32c() {
    return file.crc32c();
  }

  @Override
  public void discard() throws IOException {
    pending = new byte[0];
    pendingLength = 0;
    try {
      codec.close();
    } finally {
      file.close();
      Files.deleteIfExists(path);
    }
  }

  private void flushPending() throws IOException {
    write(pending, pendingLength);
    pendingLength = 0;
  }

  private void write(byte[] lines, int length) throws IOException {
    counter.lines(lines, length);
    codec.write(lines, 0, length);
  }
}
