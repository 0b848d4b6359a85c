package io.streamlake.gcs.format;

import java.io.IOException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Sums up records that were read back, by the lines that they would have in JSONL. */
final class ContentCounter implements Consumer<ConsumerRecord<byte[], byte[]>> {

  private final SummaryCounter counter = new SummaryCounter();
  private final JsonlEncoder encoder = new JsonlEncoder(Integer.MAX_VALUE);
  private final Consumer<ConsumerRecord<byte[], byte[]>> each;

  ContentCounter(Consumer<ConsumerRecord<byte[], byte[]>> each) {
    this.each = each;
  }

  @Override
  public void accept(ConsumerRecord<byte[], byte[]> record) {
    counter.count(record.offset(), record.timestamp());
    encoder.encode(record);
    counter.lines(encoder.buffer(), encoder.length());
    each.accept(record);
  }

  FileSummary summary(long bytes, int crc32c) {
    return counter.summary(bytes, crc32c);
  }

  IOException malformed(RuntimeException cause) {
    String why = cause.getMessage() == null ? "it ends early" : cause.getMessage();
    return new IOException("after " + counter.records() + " records: " + why, cause);
  }
}
