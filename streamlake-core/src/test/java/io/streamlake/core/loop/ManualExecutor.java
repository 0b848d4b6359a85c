package io.streamlake.core.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs what it is given when the test says so, on the test's own thread. */
final class ManualExecutor implements Executor {

  private final Deque<Runnable> tasks = new ArrayDeque<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  void runNext() {
    tasks.removeFirst().run();
  }

  void runAll() {
    while (!tasks.isEmpty()) {
      runNext();
    }
  }

  int waiting() {
    return tasks.size();
  }
}
