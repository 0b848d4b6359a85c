package io.streamlake.runner.settings;

import java.time.Duration;

/**
 * How often and when a failed record is tried again.
 *
 * @param maxAttempts attempts before it is a dead letter, at least 1
 * @param initialBackoff the wait before the second attempt
 * @param maxBackoff the longest wait, not below the first
 */
public record Retry(int maxAttempts, Duration initialBackoff, Duration maxBackoff) {
  /** Checks the ranges and that the waits are in order. */
  public Retry {
    Keys.MAX_ATTEMPTS.require(maxAttempts);
    Keys.INITIAL_BACKOFF.require(initialBackoff);
    Keys.MAX_BACKOFF.require(maxBackoff);
    if (maxBackoff.compareTo(initialBackoff) < 0) {
      throw ConflictException.of(
          Keys.MAX_BACKOFF,
          "must not be below "
              + Keys.INITIAL_BACKOFF.name()
              + " ("
              + DurationText.format(initialBackoff)
              + ")");
    }
  }
}
