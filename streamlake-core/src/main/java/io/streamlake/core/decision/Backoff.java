package io.streamlake.core.decision;

import java.time.Duration;

/** How long to wait before the next attempt: exponential, capped, with jitter. */
public final class Backoff {

  private static final int LAST_DOUBLING = 62;

  private Backoff() {}

  /**
   * The wait after a failed attempt.
   *
   * @param initial the wait after the first attempt
   * @param max the longest wait
   * @param attempts how many attempts have failed, at least 1
   * @param random a random number in [0, 1): the wait lies between half of the full wait and all of
   *     it
   * @return the wait, at most {@code max}, longer than zero
   */
  public static Duration after(Duration initial, Duration max, int attempts, double random) {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
    }
    long doublings = 1L << Math.min(attempts - 1, LAST_DOUBLING);
    double full = Math.min(nanos(initial) * doublings, nanos(max));
    return Duration.ofNanos(Math.max(1, (long) (full * (0.5 + random / 2))));
  }

  /** As a floating point number, because a long counts 292 years only. */
  private static double nanos(Duration duration) {
    return duration.getSeconds() * 1e9 + duration.getNano();
  }
}
