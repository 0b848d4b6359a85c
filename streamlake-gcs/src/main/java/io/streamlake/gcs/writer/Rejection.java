package io.streamlake.gcs.writer;

import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.Place;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Words a verdict against a record. */
final class Rejection {

  private Rejection() {}

  static InvalidRecordException of(ConsumerRecord<?, ?> record, String why) {
    return new InvalidRecordException("validate", Place.of(record) + ": " + why, null);
  }
}
