package io.streamlake.lab.endtoend;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what another thread or process brings about, and fails at a deadline. */
final class Eventually {

  private static final Duration PAUSE = Duration.ofMillis(5);

  private Eventually() {}

  /**
   * Blocks until a condition holds.
   *
   * @param limit how long to wait
   * @param condition looked at every few milliseconds
   * @param failure what to say when it does not hold by then
   * @throws AssertionError with that text
   */
  static void holds(Duration limit, Callable<Boolean> condition, Supplier<String> failure)
      throws Exception {
    if (!isReached(limit, condition)) {
      throw new AssertionError("not within " + limit + ": " + failure.get());
    }
  }

  /** Blocks until a condition holds or the time is over, and answers whether it holds. */
  static boolean isReached(Duration limit, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }
}
