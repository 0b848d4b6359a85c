package io.streamlake.gcs.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A data object in Avro. */
final class AvroSink implements RecordSink {

  private final AvroWriter writer;
  private final Path path;
  private final SummaryCounter counter;

  AvroSink(AvroWriter writer, Path path, SummaryCounter counter) {
    this.writer = writer;
    this.path = path;
    this.counter = counter;
  }

  @Override
  public void append(ConsumerRecord<byte[], byte[]> record, JsonlEncoder line) throws IOException {
    counter.lines(line.buffer(), line.length());
    writer.write(record);
  }

  @Override
  public long bytes() {
    return writer.bytes();
  }

  @Override
  public void finish() throws IOException {
    writer.finish();
  }

  @Override
  public int crc32c() {
    return writer.crc32c();
  }

  @Override
  public void discard() throws IOException {
    try {
      writer.abandon();
    } finally {
      Files.deleteIfExists(path);
    }
  }
}
