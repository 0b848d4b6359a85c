package io.streamlake.core.loop;

import io.streamlake.core.decision.FlowControl;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Consecutive records of one partition, as one poll returned them.
 *
 * @param records in the order of their offsets; empty where the position moved without records
 * @param next the position after them
 * @param bytes what they occupy, roughly
 */
record Batch(List<ConsumerRecord<byte[], byte[]>> records, long next, long bytes) {

  private static final int HEADER_SAMPLE = 8;

  /**
   * Keys and values are counted, headers are sampled: they lie apart from their record, and at a
   * million records a second each visit to memory that the poll has just left costs more than all
   * else that is done with a record.
   */
  static Batch of(List<ConsumerRecord<byte[], byte[]>> records, long next) {
    long bytes = 0;
    for (int index = 0; index < records.size(); index++) {
      ConsumerRecord<byte[], byte[]> record = records.get(index);
      bytes += contentOf(record);
      if (index % HEADER_SAMPLE == 0) {
        bytes += headersOf(record) * Math.min(HEADER_SAMPLE, records.size() - index);
      }
    }
    return new Batch(records, next, bytes);
  }

  static long bytesOf(ConsumerRecord<byte[], byte[]> record) {
    return contentOf(record) + headersOf(record);
  }

  private static long contentOf(ConsumerRecord<byte[], byte[]> record) {
    return (long) FlowControl.RECORD_OVERHEAD_BYTES
        + Math.max(0, record.serializedKeySize())
        + Math.max(0, record.serializedValueSize());
  }

  private static long headersOf(ConsumerRecord<byte[], byte[]> record) {
    long bytes = 0;
    for (Header header : record.headers().toArray()) {
      bytes += header.key().length();
      bytes += header.value() == null ? 0 : header.value().length;
    }
    return bytes;
  }

  /** The position up to which a record owns the log: the next record's offset, or the end. */
  long endOf(int index) {
    return index + 1 < records.size() ? records.get(index + 1).offset() : next;
  }
}
