package io.streamlake.core.loop;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What the poll thread will do at a later time. Used by the poll thread only. */
final class Timers {

  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::atNanos));

  void after(Duration delay, long nowNanos, Runnable action) {
    timers.add(new Timer(nowNanos + delay.toNanos(), action));
  }

  void runDue(long nowNanos) {
    for (Timer next = timers.peek();
        next != null && next.atNanos() <= nowNanos;
        next = timers.peek()) {
      timers.remove();
      next.action().run();
    }
  }

  /** The wait until the next timer, at most {@code max}. */
  Duration untilNext(long nowNanos, Duration max) {
    Timer next = timers.peek();
    if (next == null) {
      return max;
    }
    long wait = Math.max(0, next.atNanos() - nowNanos);
    return Duration.ofNanos(Math.min(wait, max.toNanos()));
  }

  private record Timer(long atNanos, Runnable action) {}
}
