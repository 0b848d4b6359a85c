package io.streamlake.gcs.writer;

/** What the raw zone does when the log lacks offsets that were not landed yet. */
public enum LostOffsets {
  /**
   * Leaves them to the loop, which holds the partition or ends; a claim that lacks some is held.
   */
  HOLD,
  /** As {@link #HOLD}, but a claim that lacks some ends the loop. */
  FAIL,
  /** Records them as a hole in the ledger, and goes on behind it. */
  CONTINUE
}
