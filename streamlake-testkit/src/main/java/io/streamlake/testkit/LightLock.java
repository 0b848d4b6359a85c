package io.streamlake.testkit;

import java.util.ConcurrentModificationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Refuses a second thread while one is inside, as the real client does (ClassicKafkaConsumer,
 * acquire and release). A task of a {@link StepExecutor} counts as a second thread.
 */
final class LightLock {

  private static final long NOBODY = -1;

  private final AtomicLong holder = new AtomicLong(NOBODY);
  private int depth;

  <T> T call(Supplier<T> action) {
    acquire();
    try {
      return action.get();
    } finally {
      release();
    }
  }

  void run(Runnable action) {
    acquire();
    try {
      action.run();
    } finally {
      release();
    }
  }

  private void acquire() {
    long thread = Thread.currentThread().getId();
    boolean isMine = holder.get() == thread || holder.compareAndSet(NOBODY, thread);
    if (!isMine) {
      throw refusal();
    }
    if (StepExecutor.insideTask()) {
      releaseIfIdle();
      throw refusal();
    }
    depth++;
  }

  private void release() {
    depth--;
    releaseIfIdle();
  }

  private void releaseIfIdle() {
    if (depth == 0) {
      holder.set(NOBODY);
    }
  }

  private static ConcurrentModificationException refusal() {
    return new ConcurrentModificationException(
        "KafkaConsumer is not safe for multi-threaded access: touched by "
            + Thread.currentThread().getName()
            + (StepExecutor.insideTask() ? " from inside a worker's task" : ""));
  }
}
