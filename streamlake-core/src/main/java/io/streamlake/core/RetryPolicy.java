package io.streamlake.core;

import java.time.Duration;

/**
 * How often and how soon to try again.
 *
 * @param maxAttempts attempts in all before a record is dead-lettered, at least 1
 * @param initialBackoff the wait after the first attempt, longer than zero
 * @param maxBackoff the longest wait, not shorter than {@code initialBackoff}
 */
public record RetryPolicy(int maxAttempts, Duration initialBackoff, Duration maxBackoff) {

  /** Checks the ranges. */
  public RetryPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1: " + maxAttempts);
    }
    if (initialBackoff.isNegative() || initialBackoff.isZero()) {
      throw new IllegalArgumentException(
          "initialBackoff must be longer than zero: " + initialBackoff);
    }
    if (maxBackoff.compareTo(initialBackoff) < 0) {
      throw new IllegalArgumentException(
          "maxBackoff must not be shorter than initialBackoff: " + maxBackoff);
    }
  }

  /**
   * Five attempts, waiting 200 ms at first and 30 s at most.
   *
   * @return the default
   */
  public static RetryPolicy defaults() {
    return new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(30));
  }
}
