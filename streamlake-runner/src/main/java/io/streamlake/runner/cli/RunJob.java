package io.streamlake.runner.cli;

import io.streamlake.runner.settings.Settings;

/** What the {@code run} command does once its settings are right. */
@FunctionalInterface
public interface RunJob {
  /**
   * Lands topics until a signal asks to stop, or until everything is landed; blocks meanwhile.
   *
   * @param settings what to land, where and how
   * @param untilCaughtUp whether to stop once everything up to the end offsets seen at start is
   *     landed and committed
   * @return {@link ExitCode#DONE} or {@link ExitCode#ABANDONED}
   * @throws SurroundingsException if a person is needed
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  ExitCode run(Settings settings, boolean untilCaughtUp) throws InterruptedException;
}
