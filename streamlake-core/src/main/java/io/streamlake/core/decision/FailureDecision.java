package io.streamlake.core.decision;

import io.streamlake.core.FailureClassifier;
import io.streamlake.core.FailureKind;
import io.streamlake.core.RetryPolicy;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What to do with a record whose handling failed. */
public enum FailureDecision {
  /** Wait, then try the record again. */
  RETRY,
  /** Give the record to the dead letters. */
  DEAD_LETTER,
  /** Hold the lane, and try the record again for ever. */
  HOLD,
  /** Stop the loop. */
  STOP;

  /**
   * Decides.
   *
   * @param attempt the attempt that failed
   * @param classifier sorts the failure
   * @param policy bounds attempts and time
   * @param hasDeadLetters whether there is a dead-letter sink; without one nothing is given up
   * @return the decision
   */
  public static FailureDecision of(
      FailedAttempt attempt,
      FailureClassifier classifier,
      RetryPolicy policy,
      boolean hasDeadLetters) {
    FailureKind kind = kindOf(attempt.failure(), classifier).orElse(FailureKind.RETRYABLE);
    return switch (kind) {
      case STOP -> STOP;
      case OUTAGE -> HOLD;
      case FATAL -> givenUp(hasDeadLetters);
      case RETRYABLE -> isAnotherAllowed(attempt, policy) ? RETRY : givenUp(hasDeadLetters);
    };
  }

  private static FailureDecision givenUp(boolean hasDeadLetters) {
    return hasDeadLetters ? DEAD_LETTER : HOLD;
  }

  private static boolean isAnotherAllowed(FailedAttempt attempt, RetryPolicy policy) {
    RetryPolicy rule = policy.policyFor(attempt.failure());
    boolean isInTime =
        rule.deadline().filter(limit -> attempt.age().compareTo(limit) >= 0).isEmpty();
    return isInTime && attempt.attempts() < rule.maxAttempts();
  }

  /** Walks the causes from the outermost on; a chain that bites its own tail ends. */
  private static Optional<FailureKind> kindOf(Throwable failure, FailureClassifier classifier) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    @Nullable Throwable cause = failure;
    while (cause != null && seen.add(cause)) {
      Optional<FailureKind> kind = classifier.kindOf(cause);
      if (kind.isPresent()) {
        return kind;
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }
}
