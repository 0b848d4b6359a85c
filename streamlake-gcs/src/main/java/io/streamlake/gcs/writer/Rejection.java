package io.streamlake.gcs.writer;

import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.Place;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Words a verdict against a record. */
final class Rejection {

  private Rejection() {}

  static InvalidRecordException of(
      ConsumerRecord<?, ?> record, String why, @Nullable Throwable cause) {
    return new InvalidRecordException("validate", Place.of(record) + ": " + why, cause);
  }
}
