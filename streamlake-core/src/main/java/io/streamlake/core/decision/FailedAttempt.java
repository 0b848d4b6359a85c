package io.streamlake.core.decision;

import java.time.Duration;
import java.util.Objects;

/**
 * What is known about a record when an attempt at it has failed. What an outage failed counts
 * neither as an attempt nor as time.
 *
 * @param failure what the handler threw
 * @param attempts how often the record has been tried, this attempt included, at least 1
 * @param age how long ago the first attempt failed, zero for the first
 */
public record FailedAttempt(Throwable failure, int attempts, Duration age) {

  /** Checks that nothing is missing. */
  public FailedAttempt {
    Objects.requireNonNull(failure, "failure");
    Objects.requireNonNull(age, "age");
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
    }
  }
}
