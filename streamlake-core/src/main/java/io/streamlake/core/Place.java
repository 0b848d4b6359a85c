package io.streamlake.core;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Names places in the log the way every message of StreamLake does. */
public final class Place {

  private Place() {}

  /**
   * Names a record's place.
   *
   * @param record any record
   * @return for example {@code orders-3@4711}
   */
  public static String of(ConsumerRecord<?, ?> record) {
    return record.topic() + "-" + record.partition() + "@" + record.offset();
  }
}
