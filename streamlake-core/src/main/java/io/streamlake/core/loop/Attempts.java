package io.streamlake.core.loop;

import io.streamlake.core.decision.FailedAttempt;
import io.streamlake.core.decision.FailureDecision;
import java.time.Duration;

/** What one record has gone through in one epoch. Used on its lane only. */
final class Attempts {

  private final FailureHandling failures;
  private int failed;
  private int counted;
  private long firstFailedNanos;
  private Duration age = Duration.ZERO;

  Attempts(FailureHandling failures) {
    this.failures = failures;
  }

  /** Notes a failure, and says what to do. */
  FailureDecision decide(Exception failure) {
    long now = failures.time().nanoTime();
    failed++;
    counted++;
    firstFailedNanos = counted == 1 ? now : firstFailedNanos;
    age = Duration.ofNanos(now - firstFailedNanos);
    FailureDecision decision = failures.decide(new FailedAttempt(failure, counted, age));
    if (decision == FailureDecision.HOLD) {
      // it was no attempt at the record: it must not use up its retries, nor its time
      counted = 0;
      age = Duration.ZERO;
    }
    return decision;
  }

  /** The wait before the next attempt. */
  Duration backoff(Exception failure) {
    return failures.backoff(failure, failed, age);
  }

  /** How often it was tried. */
  int count() {
    return failed;
  }

  /** The record is dealt with; the next one begins. */
  void reset() {
    failed = 0;
    counted = 0;
    age = Duration.ZERO;
  }
}
