package io.streamlake.gcs.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes JSONL: the canonical lines, through a codec. */
final class LineSink implements RecordSink {

  private final Path path;
  private final SummedFile file;
  private final StreamCodec codec;
  private final SummaryCounter counter;

  /** Lines on their way to the hash and the codec, which are called natively and so in bulk. */
  private byte[] pending = new byte[Scratch.SOURCE_BYTES];

  private int pendingLength;

  private LineSink(Path path, SummedFile file, StreamCodec codec, SummaryCounter counter) {
    this.path = path;
    this.file = file;
    this.codec = codec;
    this.counter = counter;
  }

  static LineSink open(Path path, Compression compression, int level, SummaryCounter counter)
      throws IOException {
    return new LineSink(path, new SummedFile(path), compression.open(level), counter);
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
    try (Scratch scratch = Scratch.take()) {
      codec.finish(scratch.target(), file);
    }
    codec.close();
    file.close();
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
    codec.close();
    try {
      file.close();
    } finally {
      Files.deleteIfExists(path);
    }
  }

  private void flushPending() throws IOException {
    write(pending, pendingLength);
    pendingLength = 0;
  }

  private void write(byte[] lines, int length) throws IOException {
    counter.lines(lines, length);
    try (Scratch scratch = Scratch.take()) {
      for (int from = 0; from < length; from += Scratch.SOURCE_BYTES) {
        int size = Math.min(Scratch.SOURCE_BYTES, length - from);
        ByteBuffer piece = scratch.source().put(lines, from, size).flip();
        codec.write(piece, scratch.target(), file);
      }
    }
  }
}
