package io.streamlake.gcs.writer;

import io.streamlake.core.TimeSource;
import io.streamlake.gcs.stage.StagingArea;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of a raw zone's own: some for requests to the store, one to tell what is due. */
final class StoreThreads {

  private static final Logger LOG = LoggerFactory.getLogger(StoreThreads.class);
  private static final long CLOSE_SECONDS = 2;

  private final ExecutorService workers;
  private final ScheduledExecutorService timer;

  private StoreThreads(ExecutorService workers, ScheduledExecutorService timer) {
    this.workers = workers;
    this.timer = timer;
  }

  static Surroundings start(int maxUploads, StagingArea area) {
    StoreThreads threads =
        new StoreThreads(
            Executors.newFixedThreadPool(maxUploads, named("streamlake-store-")),
            Executors.newSingleThreadScheduledExecutor(named("streamlake-timer-")));
    return new Surroundings(
        threads.workers, threads::after, TimeSource.system(), area::diskSpace, threads::shutdown);
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private void after(Duration delay, Runnable task) {
    if (timer.isShutdown()) {
      return;
    }
    Future<?> unused = timer.schedule(() -> runOrTell(task), delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Nobody asks the timer how a task ended, so what it threw is told here. */
  private static void runOrTell(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error bug) {
      LOG.error("a task of the raw zone ended early; the others go on", bug);
    }
  }

  /** Requests under way are given a moment to finish. */
  private void shutdown() {
    timer.shutdownNow();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      workers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
