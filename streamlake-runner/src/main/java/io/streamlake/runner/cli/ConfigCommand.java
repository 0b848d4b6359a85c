package io.streamlake.runner.cli;

import io.streamlake.runner.settings.KeyDescription;
import io.streamlake.runner.settings.LoadedSettings.Effective;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code config}. */
@Command(
    name = "config",
    description = "Shows the effective settings with their origin, secrets masked.")
final class ConfigCommand implements Callable<Integer> {
  @Mixin private final SettingsOptions settings;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--describe", description = "Show every setting, its default and its meaning.")
  private boolean describe;

  ConfigCommand(Map<String, String> environment) {
    this.settings = new SettingsOptions(environment);
  }

  @Override
  public Integer call() {
    PrintWriter out = Optional.ofNullable(spec).orElseThrow().commandLine().getOut();
    if (describe) {
      KeyDescription.all().forEach(key -> print(out, key));
    } else {
      settings.load().effective().forEach(setting -> print(out, setting));
    }
    return ExitCode.DONE.code();
  }

  private static void print(PrintWriter out, Effective setting) {
    String value = setting.value().isEmpty() ? "" : " " + setting.value();
    out.println(setting.key() + ":" + value + "  # " + setting.origin());
  }

  private static void print(PrintWriter out, KeyDescription key) {
    out.println(key.key() + ": " + key.fallback());
    out.println("    " + key.meaning());
    out.println("    Value: " + key.expects() + ".");
    if (!key.environment().isEmpty()) {
      out.println("    Environment: " + key.environment());
    }
  }
}
