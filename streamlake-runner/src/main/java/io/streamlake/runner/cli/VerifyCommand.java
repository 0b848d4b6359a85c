package io.streamlake.runner.cli;

import io.streamlake.runner.settings.DurationText;
import io.streamlake.runner.settings.Lake;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code verify}. */
@Command(
    name = "verify",
    description = {
      "Proves from the raw zone's ledger that no offset is missing or landed twice.",
      "Safe on a live lake."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final Duration DEFAULT_GRACE = Duration.ofMinutes(15);

  private final VerifyJob job;

  @Mixin private final SettingsOptions settings;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Report as JSON.")
  private boolean json;

  @Option(names = "--deep", description = "Read the data as well.")
  private boolean deep;

  @Option(
      names = "--topic",
      paramLabel = "T",
      description = "Only this topic, and those created anew under its name.")
  private @Nullable String topic;

  @Option(
      names = "--tip-grace",
      paramLabel = "15m",
      converter = Grace.class,
      description = "A claim younger than this is in flight, not a failure (default: 15m).")
  private Duration tipGrace = DEFAULT_GRACE;

  VerifyCommand(VerifyJob job, Map<String, String> environment) {
    this.job = job;
    this.settings = new SettingsOptions(environment);
  }

  @Override
  public Integer call() {
    Lake lake = settings.lake();
    VerifyRequest request = new VerifyRequest(json, deep, Optional.ofNullable(topic), tipGrace);
    return job.verify(lake, request, out()).code();
  }

  private PrintWriter out() {
    return Optional.ofNullable(spec).orElseThrow().commandLine().getOut();
  }

  /** Reads durations the way settings do. */
  static final class Grace implements ITypeConverter<Duration> {
    Grace() {}

    @Override
    public Duration convert(String text) {
      try {
        Duration grace = DurationText.parse(text);
        if (!grace.isNegative()) {
          return grace;
        }
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
      throw new TypeConversionException("must not be negative: " + text);
    }
  }
}
