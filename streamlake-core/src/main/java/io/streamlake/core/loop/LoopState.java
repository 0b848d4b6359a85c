package io.streamlake.core.loop;

/** The life of a loop; it goes forward only. */
public enum LoopState {
  /** Built, not started. */
  CREATED,
  /** Consuming. */
  RUNNING,
  /** Letting what is in flight become safe. */
  CLOSING,
  /** Ended as asked. */
  CLOSED,
  /** Ended by a failure; the termination future has the cause. */
  FAILED
}
