package io.streamlake.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often and how soon to try a record again; a value, each method returns another one. The wait
 * doubles with each attempt, and a random part of it is left out, at most half, so that what failed
 * together does not come back together.
 *
 * <p>It bounds failures that may pass by themselves. An outage is waited out however long it lasts,
 * and its failures count neither as attempts nor towards the deadline. Where a record is given up
 * without a dead-letter sink its lane is held, and the record is tried again with the same waits.
 *
 * @param maxAttempts attempts in all before a record is given up, at least 1
 * @param initialBackoff the wait after the first attempt, longer than zero
 * @param maxBackoff the longest wait, not shorter than {@code initialBackoff}
 * @param deadline how long after its first failure a record is given up, whatever attempts are
 *     left; longer than zero, empty for no deadline
 * @param rules what counts instead of this policy for some failures; the first that matches counts
 */
public record RetryPolicy(
    int maxAttempts,
    Duration initialBackoff,
    Duration maxBackoff,
    Optional<Duration> deadline,
    List<Rule> rules) {

  /** Checks the ranges and copies the rules. */
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
    if (deadline.filter(limit -> limit.isNegative() || limit.isZero()).isPresent()) {
      throw new IllegalArgumentException("deadline must be longer than zero: " + deadline.get());
    }
    rules = List.copyOf(rules);
  }

  /**
   * Bounds the attempts, the same for every failure.
   *
   * @param maxAttempts attempts in all before a record is given up, at least 1
   * @param initialBackoff the wait after the first attempt, longer than zero
   * @param maxBackoff the longest wait, not shorter than {@code initialBackoff}
   */
  public RetryPolicy(int maxAttempts, Duration initialBackoff, Duration maxBackoff) {
    this(maxAttempts, initialBackoff, maxBackoff, Optional.empty(), List.of());
  }

  /**
   * What counts for one class of failures.
   *
   * @param type the failures, its subclasses included
   * @param policy the policy for them; its own rules are not asked
   */
  public record Rule(Class<? extends Throwable> type, RetryPolicy policy) {

    /** Checks that nothing is missing. */
    public Rule {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(policy, "policy");
    }
  }

  /**
   * Five attempts, waiting 200 ms at first and 30 s at most.
   *
   * @return the default
   */
  public static RetryPolicy defaults() {
    return exponential(Duration.ofMillis(200), Duration.ofSeconds(30));
  }

  /**
   * Five attempts with waits of one's own.
   *
   * @param initialBackoff the wait after the first attempt, longer than zero
   * @param maxBackoff the longest wait, not shorter than {@code initialBackoff}
   * @return the policy
   */
  public static RetryPolicy exponential(Duration initialBackoff, Duration maxBackoff) {
    return new RetryPolicy(5, initialBackoff, maxBackoff);
  }

  /**
   * Gives a record up after a number of attempts.
   *
   * @param attempts in all, at least 1
   * @return the policy
   */
  public RetryPolicy maxAttempts(int attempts) {
    return new RetryPolicy(attempts, initialBackoff, maxBackoff, deadline, rules);
  }

  /**
   * Gives no record up for the number of its attempts; a deadline still counts.
   *
   * @return the policy
   */
  public RetryPolicy forever() {
    return maxAttempts(Integer.MAX_VALUE);
  }

  /**
   * Gives a record up when it has failed for too long, whatever attempts are left. The last attempt
   * is made when the time is over. A handler that hangs is not interrupted: it may be in the middle
   * of a write, and only it knows how to leave that; the deadline counts once it has failed.
   *
   * @param time since the record's first failure, longer than zero
   * @return the policy
   */
  public RetryPolicy deadline(Duration time) {
    return new RetryPolicy(maxAttempts, initialBackoff, maxBackoff, Optional.of(time), rules);
  }

  /**
   * Makes an exception for some failures. The causes are walked from the outermost on, and for each
   * the rules in the order in which they were added.
   *
   * @param type the failures, subclasses included
   * @param policy the policy for them; its own rules are not asked
   * @return the policy
   */
  public RetryPolicy when(Class<? extends Throwable> type, RetryPolicy policy) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(new Rule(type, policy));
    return new RetryPolicy(maxAttempts, initialBackoff, maxBackoff, deadline, more);
  }

  /**
   * The policy that counts for a failure.
   *
   * @param failure what the handler threw; its causes are walked
   * @return the policy of the first rule that matches, or this one
   */
  public RetryPolicy policyFor(Throwable failure) {
    if (rules.isEmpty()) {
      return this;
    }
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (@Nullable Throwable cause = failure;
        cause != null && seen.add(cause);
        cause = cause.getCause()) {
      for (Rule rule : rules) {
        if (rule.type().isInstance(cause)) {
          return rule.policy();
        }
      }
    }
    return this;
  }
}
