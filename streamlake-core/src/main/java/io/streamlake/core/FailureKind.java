package io.streamlake.core;

/** What to do about a failure. */
public enum FailureKind {
  /** Try again up to the retry policy's attempts, then dead-letter. */
  RETRYABLE,
  /** Dead-letter at once: another attempt cannot help. */
  FATAL,
  /** What the handler writes to is down: hold the lane and try for ever, dead-letter nothing. */
  OUTAGE,
  /** Stop the whole loop. */
  STOP
}
