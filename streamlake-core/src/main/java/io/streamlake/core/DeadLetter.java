package io.streamlake.core;

import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that could not be handled, and why.
 *
 * @param record the record as the log holds it
 * @param error what went wrong at the last attempt
 * @param stage where it went wrong: {@code validate}, {@code deserialize}, {@code handle}
 * @param attempts how often it was tried, at least 1
 * @param failedAt when it was given up
 * @param group the consumer group that gave it up
 */
public record DeadLetter(
    ConsumerRecord<byte[], byte[]> record,
    Throwable error,
    String stage,
    int attempts,
    Instant failedAt,
    String group) {

  /** Checks that nothing is missing. */
  public DeadLetter {
    Objects.requireNonNull(record, "record");
    Objects.requireNonNull(error, "error");
    Objects.requireNonNull(stage, "stage");
    Objects.requireNonNull(failedAt, "failedAt");
    Objects.requireNonNull(group, "group");
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
    }
  }
}
