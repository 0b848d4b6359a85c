package io.streamlake.gcs.writer;

import io.streamlake.core.TimeSource;
import io.streamlake.gcs.stage.DiskSpace;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What a raw zone runs on; all of it is safe for use by several threads.
 *
 * @param workers run requests to the store, which may block
 * @param scheduler runs what is due later
 * @param time the clocks
 * @param disk asks the staging disk how full it is
 * @param onClose ends workers and scheduler
 */
record Surroundings(
    Executor workers,
    Scheduler scheduler,
    TimeSource time,
    Supplier<DiskSpace> disk,
    Runnable onClose) {

  /** Runs tasks later. */
  @FunctionalInterface
  interface Scheduler {

    /** Runs a task once after a delay; it must not block. After the end nothing runs. */
    void after(Duration delay, Runnable task);
  }
}
