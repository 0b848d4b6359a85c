package io.streamlake.core.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other on shared workers, and works on in between: whatever runs here
 * never runs twice at once and sees what ran before it.
 */
final class SerialExecutor implements Executor {

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isScheduled = new AtomicBoolean();
  private final Executor workers;
  private final Work work;
  private final Consumer<Throwable> onFailure;
  private volatile boolean isShut;
  private volatile boolean isBroken;
  private volatile @Nullable Runnable last;

  /** What to do while no task waits. */
  interface Work {

    /** Works for a while, at the longest until a task waits; false when there is nothing to do. */
    boolean proceed();
  }

  SerialExecutor(Executor workers, Work work, Consumer<Throwable> onFailure) {
    this.workers = workers;
    this.work = work;
    this.onFailure = onFailure;
  }

  @Override
  public void execute(Runnable task) {
    if (isShut || isBroken) {
      return;
    }
    tasks.add(task);
    schedule();
  }

  /** Runs one more task after all others, even if one of them failed, and nothing after it. */
  void executeLast(Runnable task) {
    last = task;
    schedule();
  }

  boolean hasTasks() {
    return !tasks.isEmpty();
  }

  private void schedule() {
    if (isShut || !isScheduled.compareAndSet(false, true)) {
      return;
    }
    try {
      workers.execute(this::run);
    } catch (RuntimeException | Error e) {
      isShut = true; // after the loop's end nobody listens any more; before it, it must end
      onFailure.accept(e);
    }
  }

  private void run() {
    boolean hasMore = false;
    try {
      hasMore = runTasks() && work.proceed();
    } catch (Throwable e) { // an Error on a lane ends the loop, it must not end a worker in silence
      isBroken = true;
      tasks.clear();
      onFailure.accept(e);
    } finally {
      isScheduled.set(false);
    }
    if (hasMore || hasTasks() || last != null) {
      schedule();
    }
  }

  private boolean runTasks() {
    for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
      if (!isBroken) {
        next.run();
      }
    }
    Runnable end = last;
    if (end == null) {
      return !isBroken;
    }
    isShut = true;
    last = null;
    end.run();
    return false;
  }
}
