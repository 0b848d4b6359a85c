package io.streamlake.runner.settings;

/** What happens when offsets are gone before they were read. */
public enum LostOffsets {
  /** The partition waits for a person. */
  HOLD,
  /** The process ends. */
  FAIL,
  /** The gap is recorded and reading goes on behind it. */
  CONTINUE
}
