package io.streamlake.core;

/** How commits are sent while the loop runs; the last commit of what leaves is always awaited. */
public enum CommitMode {
  /** The loop goes on while the broker answers; one commit at a time. The default. */
  ASYNC,
  /**
   * The poll thread waits for each answer, a few seconds at most, and nothing is fetched meanwhile:
   * fewer records are repeated after a crash, at the price of speed.
   */
  SYNC
}
