package io.streamlake.gcs.writer;

import io.streamlake.core.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What a raw zone runs on; all of it is safe for use by several threads.
 *
 * @param workers run requests to the store, which may block
 * @param scheduler runs what is due later
 * @param time the clocks
 * @param onClose ends workers and scheduler
 */
record Surroundings(Executor workers, Scheduler scheduler, TimeSource time, Runnable onClose) {

  /** Runs tasks later. */
  @FunctionalInterface
  interface Scheduler {

    /** Runs a task once after a delay; it must not block. After the end nothing runs. */
    void after(Duration delay, Runnable task);
  }
}
