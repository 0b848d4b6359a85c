package io.streamlake.testkit;

import io.streamlake.core.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when the test, or something that would wait, moves it.
 *
 * <p>Reading it is safe from any thread. Moving it runs scheduled tasks and the work of attached
 * executors on the calling thread, one after the other.
 */
public final class VirtualTime implements TimeSource {

  private static final int ENDLESS = 1_000_000;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::nanos).thenComparingLong(Task::order));
  private final List<StepExecutor> executors = new ArrayList<>();
  private long nanos;
  private long order;
  private Duration wallClockJump = Duration.ZERO;

  /** Starts at 2026-01-01T00:00:00Z. */
  public VirtualTime() {}

  @Override
  public synchronized Instant now() {
    return START.plusNanos(nanos).plus(wallClockJump);
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  /**
   * Moves time on and runs, each at its own instant, what was scheduled until then.
   *
   * @param duration how far, not negative
   */
  public void advance(Duration duration) {
    long target = deadline(duration);
    for (Task task = due(target); task != null; task = due(target)) {
      task.runnable().run();
    }
    moveTo(target);
  }

  /**
   * Sets the wall clock on or back, as an administrator or NTP does; {@link #nanoTime} does not
   * notice.
   *
   * @param jump how far, negative to set it back
   */
  public synchronized void jumpWallClock(Duration jump) {
    wallClockJump = wallClockJump.plus(jump);
  }

  /**
   * Runs a task later, when time is moved to or past its instant.
   *
   * @param delay from now on, not negative
   * @param task runs on the thread that moves time
   */
  public synchronized void schedule(Duration delay, Runnable task) {
    tasks.add(new Task(deadline(delay), order++, task));
  }

  /**
   * Lets an executor work whenever something waits for time to pass, as real workers would.
   *
   * @param executor runs its tasks, on the thread that waits, before time moves
   */
  public synchronized void attach(StepExecutor executor) {
    executors.add(executor);
  }

  /**
   * Runs attached executors and scheduled tasks, moving time only when there is nothing else to do,
   * until the queue has something or the timeout has passed.
   */
  @Override
  public <T> @Nullable T poll(BlockingQueue<T> queue, Duration timeout) {
    long until = deadline(timeout);
    T head = queue.poll();
    for (int steps = 0; head == null && step(until); steps++) {
      refuseEndless(steps);
      head = queue.poll();
    }
    return head;
  }

  /** The point of {@link #nanoTime} that lies a timeout ahead; far timeouts end at the horizon. */
  synchronized long deadline(Duration timeout) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative: " + timeout);
    }
    Duration horizon = Duration.ofNanos(Long.MAX_VALUE - nanos);
    return timeout.compareTo(horizon) >= 0 ? Long.MAX_VALUE : nanos + timeout.toNanos();
  }

  /**
   * Does the next thing that a waiting thread would see happen.
   *
   * @return false when the deadline had been reached already and nothing was left to do
   */
  boolean step(long deadline) {
    if (runExecutors()) {
      return true;
    }
    Task task = due(deadline);
    if (task != null) {
      task.runnable().run();
      return true;
    }
    return moveTo(deadline);
  }

  static void refuseEndless(int steps) {
    if (steps >= ENDLESS) {
      throw new IllegalStateException(
          "virtual time: " + ENDLESS + " steps in one wait; some task always makes another");
    }
  }

  private boolean runExecutors() {
    List<StepExecutor> attached;
    synchronized (this) {
      attached = List.copyOf(executors);
    }
    int ran = 0;
    for (StepExecutor executor : attached) {
      ran += executor.runReady();
    }
    return ran > 0;
  }

  private synchronized @Nullable Task due(long deadline) {
    Task first = tasks.peek();
    if (first == null || first.nanos() > deadline) {
      return null;
    }
    nanos = Math.max(nanos, first.nanos());
    return tasks.poll();
  }

  private synchronized boolean moveTo(long deadline) {
    if (deadline == Long.MAX_VALUE) {
      throw new IllegalStateException(
          "virtual time: something waits for ever and nothing is left that could happen");
    }
    boolean moved = deadline > nanos;
    nanos = Math.max(nanos, deadline);
    return moved;
  }

  private record Task(long nanos, long order, Runnable runnable) {}
}
