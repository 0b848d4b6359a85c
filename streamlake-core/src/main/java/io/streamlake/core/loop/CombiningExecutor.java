package io.streamlake.core.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other, on whichever worker comes along: one that hands in a task runs
 * all that wait, unless another one is at it already, so nobody waits for anybody. Only for a task
 * from elsewhere, and while no worker is at it, one is called. Whatever runs here sees what ran
 * before it.
 */
final class CombiningExecutor implements Executor {

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean isRunning = new AtomicBoolean();
  private final AtomicBoolean isCalled = new AtomicBoolean();
  private final Executor workers;
  private final Runnable afterTasks;
  private final Consumer<Throwable> onFailure;
  private volatile boolean isShut;
  private volatile boolean isBroken;
  private volatile @Nullable Runnable last;

  /** Runs {@code afterTasks} each time when no task waits any more. */
  CombiningExecutor(Executor workers, Runnable afterTasks, Consumer<Throwable> onFailure) {
    this.workers = workers;
    this.afterTasks = afterTasks;
    this.onFailure = onFailure;
  }

  /** Has a task run by a worker. */
  @Override
  public void execute(Runnable task) {
    if (isShut || isBroken) {
      return;
    }
    tasks.add(task);
    call();
  }

  /** Runs one more task after all others, even if one of them failed, and nothing after it. */
  void executeLast(Runnable task) {
    last = task;
    call();
  }

  private void call() {
    if (isShut || isRunning.get() || !isCalled.compareAndSet(false, true)) {
      return;
    }
    try {
      workers.execute(this::called);
    } catch (RuntimeException | Error e) {
      isShut = true; // after the loop's end nobody listens any more; before it, it must end
      onFailure.accept(e);
    }
  }

  /** Runs a task at once, or leaves it to the worker that is at it; on a worker. */
  void executeHere(Runnable task) {
    tasks.add(task);
    runWaiting();
  }

  private void called() {
    isCalled.set(false);
    runWaiting();
  }

  private void runWaiting() {
    // looks again after each round: what came in at its very end was left to it
    while (!isShut && isWanted() && isRunning.compareAndSet(false, true)) {
      try {
        runAll();
      } catch (Throwable e) { // an Error on a lane ends the loop, it must not end in silence
        isBroken = true;
        tasks.clear();
        onFailure.accept(e);
      } finally {
        isRunning.set(false);
      }
    }
  }

  private boolean isWanted() {
    return !tasks.isEmpty() || last != null;
  }

  private void runAll() {
    for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
      if (!isBroken) {
        next.run();
      }
    }
    Runnable end = last;
    if (end != null) {
      isShut = true;
      last = null;
      end.run();
      return;
    }
    if (!isBroken) {
      afterTasks.run();
    }
  }
}
