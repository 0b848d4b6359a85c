package io.streamlake.testkit;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A place in the log. */
record Offset(TopicPartition partition, long offset) {

  static Offset of(ConsumerRecord<?, ?> record) {
    return new Offset(new TopicPartition(record.topic(), record.partition()), record.offset());
  }
}
