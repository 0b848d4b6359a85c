package io.streamlake.core.loop;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The threads that lanes run on, unless somebody brings others. */
final class Workers {

  private static final long CLOSE_SECONDS = 2;

  private Workers() {}

  /** Starts them; they end, before all else that is owned, with the loop. */
  static Executor start(int threads, ThreadFactory factory, List<AutoCloseable> owned) {
    ExecutorService pool = Executors.newFixedThreadPool(threads, factory);
    owned.add(0, () -> end(pool));
    return pool;
  }

  private static void end(ExecutorService pool) throws InterruptedException {
    pool.shutdown();
    if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
      pool.shutdownNow();
    }
  }
}
