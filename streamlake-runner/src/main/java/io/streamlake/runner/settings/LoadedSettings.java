package io.streamlake.runner.settings;

import io.streamlake.runner.settings.Sources.Found;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings together with where each of them came from. Immutable.
 *
 * @param settings the values
 * @param effective every setting as it may be shown, in the order of the documentation
 */
public record LoadedSettings(Settings settings, List<Effective> effective) {
  /** Copies the list. */
  public LoadedSettings {
    effective = List.copyOf(effective);
  }

  /**
   * One setting as it may be shown.
   *
   * @param key the full name
   * @param value its text, secrets masked; empty where it is not set
   * @param origin where it came from
   */
  public record Effective(String key, String value, Origin origin) {}

  /**
   * Reads the settings: overrides beat the environment, which beats the file, which beats the
   * defaults.
   *
   * @param file a YAML file in UTF-8
   * @param overrides values by full name, as {@code --set} gives them
   * @param environment the process's environment variables
   * @return the settings
   * @throws InvalidSettingsException with every problem in them, if there is any
   */
  public static LoadedSettings load(
      Optional<Path> file, Map<String, String> overrides, Map<String, String> environment) {
    YamlFile yaml = file.map(YamlFile::read).orElseGet(YamlFile::none);
    Sources sources = new Sources(yaml, overrides, environment);
    if (!yaml.isReadable()) {
      throw new InvalidSettingsException(sources.problems()); // the rest depends on what it says
    }
    SettingsText text = new SettingsText(sources);
    Settings settings = new SettingsBuilder(text).build();
    return new LoadedSettings(settings, effective(text));
  }

  private static List<Effective> effective(SettingsText text) {
    Set<String> names = new LinkedHashSet<>();
    Keys.all().forEach(key -> names.add(key.name()));
    names.addAll(text.found().keySet());
    return names.stream().map(name -> effective(name, text)).toList();
  }

  private static Effective effective(String name, SettingsText text) {
    String value = Optional.ofNullable(text.found().get(name)).map(Found::text).orElse("");
    return new Effective(name, Masking.shown(name, value), text.originOf(name));
  }
}
