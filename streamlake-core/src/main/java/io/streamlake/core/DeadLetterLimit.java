package io.streamlake.core;

import java.time.Duration;

/**
 * When so many of a partition's records become dead letters that not the records are to blame: the
 * partition is held then, instead of draining its topic into the dead letters. After a pause one
 * record is tried; if it can be handled the partition goes on, otherwise it becomes a dead letter
 * and the partition waits again. It counts for one assignment of one partition.
 *
 * @param share the part of the last records that may be dead letters, at least 0 and less than 1:
 *     0.2 holds the partition when more than every fifth is one
 * @param records how many records are looked at, at least 1; nothing is held before there were so
 *     many
 * @param pause the time between two tries, longer than zero
 */
public record DeadLetterLimit(double share, int records, Duration pause) {

  /** Checks the ranges. */
  public DeadLetterLimit {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("share must be at least 0 and less than 1: " + share);
    }
    if (records < 1) {
      throw new IllegalArgumentException("records must be at least 1: " + records);
    }
    if (pause.isNegative() || pause.isZero()) {
      throw new IllegalArgumentException("pause must be longer than zero: " + pause);
    }
  }
}
