package io.streamlake.core.decision;

/** Why a partition is paused. It is fetched from only while there is no reason. */
public enum PauseReason {
  /** Its start is not known, or not committed yet. */
  STARTING,
  /** Its handler asked for it. */
  HANDLER,
  /** It, or all partitions together, have buffered enough. */
  BACKPRESSURE,
  /** A record waits for its next attempt. */
  BACKOFF,
  /** A record cannot be handled at present, and must not be given up. */
  HELD,
  /** A dead letter was not acknowledged. */
  DEAD_LETTER_HELD,
  /** Offsets that were not read yet are gone from the log. */
  OFFSETS_LOST;

  /**
   * Whether single records have it: where others need not wait for them, they go on.
   *
   * @return true for a record that is tried again, held, or a dead letter that is held
   */
  public boolean isOfRecord() {
    return this == BACKOFF || this == HELD || this == DEAD_LETTER_HELD;
  }

  /**
   * Whether a person has to look: the partition does not go on by waiting alone.
   *
   * @return true for what holds a lane
   */
  public boolean isHeld() {
    return this == HELD || this == DEAD_LETTER_HELD || this == OFFSETS_LOST;
  }
}
