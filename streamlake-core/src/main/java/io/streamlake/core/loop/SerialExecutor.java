package io.streamlake.core.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

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
    if (isShut) {
      return;
    }
    tasks.add(task);
    schedule();
  }

  /** Runs a task on the calling thread, unless another one works here: that one will run it. */
  void executeHere(Runnable task) {
    if (isShut) {
      return;
    }
    tasks.add(task);
    if (isScheduled.compareAndSet(false, true)) {
      run();
    }
  }

  boolean hasTasks() {
    return !tasks.isEmpty();
  }

  /** Runs nothing any more; what runs now is not waited for. */
  void shut() {
    isShut = true;
    tasks.clear();
  }

  private void schedule() {
    if (isShut || !isScheduled.compareAndSet(false, true)) {
      return;
    }
    try {
      workers.execute(this::run);
    } catch (RejectedExecutionException e) {
      isShut = true; // after the loop's end nobody listens any more; before it, it must end
      onFailure.accept(e);
    }
  }

  private void run() {
    boolean hasMore = false;
    try {
      hasMore = runTasks() && work.proceed();
    } catch (Throwable e) { // an Error on a lane ends the loop, it must not end a worker in silence
      isShut = true;
      onFailure.accept(e);
    } finally {
      isScheduled.set(false);
    }
    if (hasMore || hasTasks()) {
      schedule();
    }
  }

  private boolean runTasks() {
    for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
      if (isShut) {
        return false;
      }
      next.run();
    }
    return !isShut;
  }
}
