package io.streamlake.core;

import java.time.Duration;

/**
 * Decides when to commit, never what: what is always the lowest unsettled offset. Called on the
 * poll thread, must not block.
 * <!-- snippet: commit-policy -->
 *
 * <pre>{@code
 * CommitPolicy policy =
 *     (records, elapsed) -> records >= 1_000 || elapsed.compareTo(Duration.ofSeconds(10)) > 0;
 * }</pre>
 */
@FunctionalInterface
public interface CommitPolicy {

  /**
   * Whether to commit now.
   *
   * @param records settled since the last commit, over all partitions, at least 1
   * @param elapsed since the last commit was sent
   * @return true to commit now
   */
  boolean shouldCommit(long records, Duration elapsed);

  /**
   * Commits at a steady pace.
   *
   * @param interval the time between two commits, longer than zero
   * @return the policy
   */
  static CommitPolicy every(Duration interval) {
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException("interval must be longer than zero: " + interval);
    }
    return (records, elapsed) -> elapsed.compareTo(interval) >= 0;
  }

  /**
   * Commits after a number of records.
   *
   * @param count how many settled records make a commit due, at least 1
   * @return the policy
   */
  static CommitPolicy records(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1: " + count);
    }
    return (records, elapsed) -> records >= count;
  }

  /**
   * Commits as soon as anything is settled: with {@link CommitMode#ASYNC} as often as the broker
   * answers, with {@link CommitMode#SYNC} after each turn of the loop.
   *
   * @return the policy
   */
  static CommitPolicy everyRecord() {
    return records(1);
  }

  /**
   * Commits when either policy says so.
   *
   * @param other the other policy
   * @return the combination
   */
  default CommitPolicy or(CommitPolicy other) {
    return (records, elapsed) ->
        shouldCommit(records, elapsed) || other.shouldCommit(records, elapsed);
  }

  /**
   * Commits when both policies say so.
   *
   * @param other the other policy
   * @return the combination
   */
  default CommitPolicy and(CommitPolicy other) {
    return (records, elapsed) ->
        shouldCommit(records, elapsed) && other.shouldCommit(records, elapsed);
  }
}
