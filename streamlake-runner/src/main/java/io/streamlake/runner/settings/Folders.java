package io.streamlake.runner.settings;

/** How data objects are spread over folders, by record timestamp in UTC. */
public enum Folders {
  /** A folder an hour. */
  HOUR,
  /** A folder a day. */
  DAY,
  /** One folder a topic. */
  NONE
}
