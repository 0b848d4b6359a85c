package io.streamlake.core;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the shell reads time from. Decisions never read it: they take instants as values. Tests put
 * virtual time here. Implementations are safe for use from any thread.
 */
public interface TimeSource {

  /**
   * The wall clock, for people and for records; it may jump.
   *
   * @return the present instant
   */
  Instant now();

  /**
   * A clock that never goes back, for measuring waits; its origin means nothing.
   *
   * @return nanoseconds since an arbitrary origin
   */
  long nanoTime();

  /**
   * Waits for an element of a queue; virtual time moves on instead of waiting.
   *
   * @param <T> the elements' type
   * @param queue where to take from
   * @param timeout how long to wait at most
   * @return the queue's head, or null when the time has passed
   * @throws InterruptedException if interrupted while waiting
   */
  default <T> @Nullable T poll(BlockingQueue<T> queue, Duration timeout)
      throws InterruptedException {
    return queue.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * The machine's clocks.
   *
   * @return the system's time
   */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }
}
