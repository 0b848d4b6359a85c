package io.streamlake.gcs.deadletter;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which letters are written.
 *
 * @param small for several letters at once
 * @param large for one large letter at a time
 * @param onClose ends both
 */
record LetterThreads(Executor small, Executor large, Runnable onClose) {

  /**
   * Starts threads.
   *
   * @param maxRequests how many small letters are written at once
   * @param patience for requests that are under way at the end
   */
  static LetterThreads start(int maxRequests, Duration patience) {
    ThreadFactory factory = factory();
    ExecutorService small = Executors.newFixedThreadPool(maxRequests, factory);
    ExecutorService large = Executors.newSingleThreadExecutor(factory);
    return new LetterThreads(small, large, () -> close(List.of(small, large), patience));
  }

  private static ThreadFactory factory() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "streamlake-letters-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static void close(List<ExecutorService> pools, Duration patience) {
    pools.forEach(ExecutorService::shutdown);
    boolean isInterrupted = false;
    try {
      for (ExecutorService pool : pools) {
        boolean unused = pool.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    // What never ran has to be answered, too: it sees that the sink is closed, and fails.
    pools.forEach(pool -> pool.shutdownNow().forEach(Runnable::run));
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
