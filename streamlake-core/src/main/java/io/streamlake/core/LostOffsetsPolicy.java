package io.streamlake.core;

/** What to do when offsets that were not read yet are gone from the log. */
public enum LostOffsetsPolicy {
  /** Hold the partition and say so; the others go on. */
  HOLD,
  /** End the loop with a {@link LostOffsetsException}. */
  FAIL
}
