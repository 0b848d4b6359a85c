package io.streamlake.runner.cli;

import io.streamlake.runner.settings.Lake;
import io.streamlake.runner.settings.LoadedSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command with settings has. */
final class SettingsOptions {
  private final Map<String, String> environment;

  @Option(names = "--config", paramLabel = "FILE", description = "A YAML file with settings.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "One setting; beats the environment and the file. Repeatable.")
  private final Map<String, String> overrides = new LinkedHashMap<>();

  SettingsOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Reads the settings.
   *
   * @throws io.streamlake.runner.settings.InvalidSettingsException with every problem, if any
   */
  LoadedSettings load() {
    return LoadedSettings.load(Optional.ofNullable(config), overrides, environment);
  }

  /**
   * Reads what is needed to look into the raw zone.
   *
   * @throws io.streamlake.runner.settings.InvalidSettingsException with every problem, if any
   */
  Lake lake() {
    return LoadedSettings.lake(Optional.ofNullable(config), overrides, environment);
  }
}
