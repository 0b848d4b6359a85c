package io.streamlake.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a pool of workers: keeps tasks until the test runs them, on the test's thread.
 *
 * <p>Tasks may be handed in from any thread. While a task runs, the thread counts as a worker's: a
 * {@link LogConsumer} that is touched from inside a task answers as the real client answers a
 * second thread.
 */
public final class StepExecutor implements Executor {

  private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final boolean direct;
  private final @Nullable Random random;

  private StepExecutor(boolean direct, @Nullable Random random) {
    this.direct = direct;
    this.random = random;
  }

  /**
   * Runs tasks in the order in which they came.
   *
   * @return an executor without tasks
   */
  public static StepExecutor inOrder() {
    return new StepExecutor(false, null);
  }

  /**
   * Runs tasks in an order drawn from a seed, as racing workers would.
   *
   * @param seed the same seed gives the same order
   * @return an executor without tasks
   */
  public static StepExecutor seeded(long seed) {
    return new StepExecutor(false, new Random(seed));
  }

  /**
   * Runs each task at once, on the thread that hands it in.
   *
   * @return an executor that keeps nothing
   */
  public static StepExecutor direct() {
    return new StepExecutor(true, null);
  }

  /** Whether the calling thread is inside a task, and so stands for a worker's thread. */
  static boolean insideTask() {
    return DEPTH.get() > 0;
  }

  @Override
  public void execute(Runnable task) {
    if (direct) {
      run(task);
      return;
    }
    synchronized (tasks) {
      tasks.add(task);
    }
  }

  /**
   * Runs one task.
   *
   * @return false when there was none
   */
  public boolean runOne() {
    Runnable task = next();
    if (task == null) {
      return false;
    }
    run(task);
    return true;
  }

  /**
   * Runs tasks until none is left, those included that they hand in.
   *
   * @return how many ran
   * @throws IllegalStateException if there is no end to them
   */
  public int runAll() {
    int ran = 0;
    while (runOne()) {
      ran++;
      VirtualTime.refuseEndless(ran);
    }
    return ran;
  }

  /**
   * How many tasks wait.
   *
   * @return zero or more
   */
  public int size() {
    synchronized (tasks) {
      return tasks.size();
    }
  }

  /** Forgets the waiting tasks, as a process that dies does. */
  public void clear() {
    synchronized (tasks) {
      tasks.clear();
    }
  }

  /** Runs as many tasks as wait now; what they hand in waits for the next round. */
  int runReady() {
    int ready = size();
    int ran = 0;
    while (ran < ready && runOne()) {
      ran++;
    }
    return ran;
  }

  private @Nullable Runnable next() {
    synchronized (tasks) {
      if (random == null || tasks.size() < 2) {
        return tasks.poll();
      }
      List<Runnable> waiting = new ArrayList<>(tasks);
      Runnable drawn = waiting.remove(random.nextInt(waiting.size()));
      tasks.clear();
      tasks.addAll(waiting);
      return drawn;
    }
  }

  private static void run(Runnable task) {
    DEPTH.set(DEPTH.get() + 1);
    try {
      task.run();
    } finally {
      DEPTH.set(DEPTH.get() - 1);
    }
  }
}
