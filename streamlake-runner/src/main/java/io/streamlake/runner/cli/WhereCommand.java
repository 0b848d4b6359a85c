package io.streamlake.runner.cli;

import io.streamlake.runner.settings.Lake;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code where}. */
@Command(
    name = "where",
    description = "Names the object and line that hold a record, or what became of it.")
final class WhereCommand implements Callable<Integer> {
  private final WhereJob job;

  @Mixin private final SettingsOptions settings;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "TOPIC", description = "The topic's name.")
  private String topic = "";

  @Parameters(index = "1", paramLabel = "PARTITION", description = "The partition's number.")
  private int partition;

  @Parameters(index = "2", paramLabel = "OFFSET", description = "The record's offset.")
  private long offset;

  @Option(names = "--json", description = "Answer as JSON.")
  private boolean json;

  WhereCommand(WhereJob job, Map<String, String> environment) {
    this.job = job;
    this.settings = new SettingsOptions(environment);
  }

  @Override
  public Integer call() {
    CommandLine commandLine = Optional.ofNullable(spec).orElseThrow().commandLine();
    WhereRequest request = request(commandLine);
    Lake lake = settings.lake();
    return job.find(lake, request, commandLine.getOut()).code();
  }

  private WhereRequest request(CommandLine commandLine) {
    try {
      return new WhereRequest(topic, partition, offset, json);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, String.valueOf(e.getMessage()), e);
    }
  }
}
