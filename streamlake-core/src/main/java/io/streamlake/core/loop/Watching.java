package io.streamlake.core.loop;

import io.streamlake.core.LoopObserver;
import java.time.Duration;

/**
 * How a loop is watched.
 *
 * @param observer told what happens
 * @param stuckAfter how long a record may be in its handler before somebody is told
 * @param maxPollInterval the consumer's {@code max.poll.interval.ms}
 */
record Watching(LoopObserver observer, Duration stuckAfter, Duration maxPollInterval) {

  /** Nobody looks. */
  static final Watching DEFAULTS =
      new Watching(event -> {}, Duration.ofMinutes(1), Duration.ofMinutes(5));

  Watching {
    if (stuckAfter.isNegative() || stuckAfter.isZero()) {
      throw new IllegalArgumentException("stuckAfter must be longer than zero: " + stuckAfter);
    }
  }
}
