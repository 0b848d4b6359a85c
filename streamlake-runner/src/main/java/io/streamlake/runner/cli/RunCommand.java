package io.streamlake.runner.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}. */
@Command(
    name = "run",
    description = "Consumes, validates, lands, dead-letters and commits, until SIGTERM or SIGINT.")
final class RunCommand implements Callable<Integer> {
  private final RunJob job;

  @Mixin private final SettingsOptions settings;

  @Option(
      names = "--until-caught-up",
      description =
          "Stop when everything up to the end offsets seen at start is landed and committed.")
  private boolean untilCaughtUp;

  RunCommand(RunJob job, Map<String, String> environment) {
    this.job = job;
    this.settings = new SettingsOptions(environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    return job.run(settings.load().settings(), untilCaughtUp).code();
  }
}
