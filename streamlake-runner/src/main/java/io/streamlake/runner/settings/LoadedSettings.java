package io.streamlake.runner.settings;

import io.streamlake.runner.settings.Sources.Found;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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
    SettingsText text = text(file, overrides, environment, key -> true);
    Settings settings = new SettingsBuilder(text).build();
    return new LoadedSettings(settings, effective(text));
  }

  /**
   * Reads only what is needed to look into the raw zone, from the same places. Of all other
   * settings only the names have to be right: neither topics nor Kafka's secrets have to be there.
   *
   * @param file a YAML file in UTF-8
   * @param overrides values by full name, as {@code --set} gives them
   * @param environment the process's environment variables
   * @return where the raw zone is
   * @throws InvalidSettingsException with every problem in them, if there is any
   */
  public static Lake lake(
      Optional<Path> file, Map<String, String> overrides, Map<String, String> environment) {
    return new SettingsBuilder(text(file, overrides, environment, Lake::isPart)).lake();
  }

  private static SettingsText text(
      Optional<Path> file,
      Map<String, String> overrides,
      Map<String, String> environment,
      Predicate<String> isNeeded) {
    YamlFile yaml = file.map(YamlFile::read).orElseGet(YamlFile::none);
    Sources sources = new Sources(yaml, overrides, environment);
    if (!yaml.isReadable()) {
      throw new InvalidSettingsException(sources.problems()); // the rest depends on what it says
    }
    return new SettingsText(sources, isNeeded);
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
