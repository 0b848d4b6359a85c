package io.streamlake.runner.settings;

/** What happens to dead letters that are too large for their topic. */
public enum Oversize {
  /** Their lanes are held. */
  HOLD,
  /** They are kept beside the raw zone's data, and the topic gets a letter that says where. */
  RAW_ZONE
}
