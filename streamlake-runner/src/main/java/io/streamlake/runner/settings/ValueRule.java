package io.streamlake.runner.settings;

/** What a record's value has to be. */
public enum ValueRule {
  /** One JSON text, or null. */
  JSON,
  /** Anything. */
  NONE
}
