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

  static Batch of(List<ConsumerRecord<byte[], byte[]>> records, long next) {
    long bytes = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      bytes += bytesOf(record);
    }
    return new Batch(records, next, bytes);
  }

  static long bytesOf(ConsumerRecord<byte[], byte[]> record) {
    long bytes = FlowControl.RECORD_OVERHEAD_BYTES;
    bytes += Math.max(0, record.serializedKeySize());
    bytes += Math.max(0, record.serializedValueSize());
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
