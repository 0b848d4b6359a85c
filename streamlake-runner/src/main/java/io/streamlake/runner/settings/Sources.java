package io.streamlake.runner.settings;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.streamlake.runner.settings.Expansion.Expanded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the text of every setting: the command line beats the environment beats the file beats the
 * default.
 */
final class Sources {
  private static final String COMMAND_LINE = "command line";
  private static final String FILE = "file";

  private final YamlFile file;
  private final Map<String, String> environment;
  private final Expansion expansion;
  private final SmallRyeConfig config;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> missing = new ArrayList<>();
  private final Map<String, Found> found = new LinkedHashMap<>();

  /**
   * The text of a setting.
   *
   * @param text expanded
   * @param origin where it came from
   */
  record Found(String text, Origin origin) {}

  Sources(YamlFile file, Map<String, String> overrides, Map<String, String> environment) {
    this.file = file;
    this.environment = Map.copyOf(environment);
    this.expansion = new Expansion(environment);
    Map<String, String> normalised = new HashMap<>();
    overrides.forEach((name, value) -> normalised.put(name.trim().replace("\"", ""), value));
    this.config =
        new SmallRyeConfigBuilder()
            .withSources(
                new PropertiesConfigSource(normalised, COMMAND_LINE, 400),
                new EnvConfigSource(ours(environment), 300),
                new PropertiesConfigSource(file.values(), FILE, 200))
            .withDefaultValues(defaults())
            .build();
    problems.addAll(file.problems());
    problems.addAll(UnknownNames.inFile(file));
    problems.addAll(UnknownNames.onCommandLine(normalised));
    problems.addAll(UnknownNames.inEnvironment(environment.keySet()));
    names().forEach(this::find);
  }

  /** What was found, by full name, in the order of the catalogue. */
  Map<String, Found> found() {
    return found;
  }

  /** What is wrong with names and files. */
  List<Problem> problems() {
    return problems;
  }

  /** What is missing that texts need from the environment. */
  List<Problem> missing() {
    return missing;
  }

  private void find(String name) {
    ConfigValue value = config.getConfigValue(name);
    if (value.getValue() == null) {
      return;
    }
    boolean isBlank = value.getValue().isBlank() && !Keys.isPassedThrough(name);
    String fallback = Keys.find(name).flatMap(Key::fallback).orElse("");
    Expanded expanded = expansion.expand(isBlank ? fallback : value.getValue());
    Origin origin = isBlank ? Origin.DEFAULT : originOf(name, value);
    for (String variable : expanded.missing()) {
      missing.add(
          Problem.withValue(
              name,
              value.getValue(),
              "environment variable "
                  + variable
                  + (environment.containsKey(variable) ? " is empty" : " is not set")
                  + "; write ${NAME:default}?",
              origin));
    }
    if (!isBlank || !fallback.isEmpty()) {
      found.put(name, new Found(expanded.text(), origin));
    }
  }

  private Origin originOf(String name, ConfigValue value) {
    if (value.isDefault()) {
      return Origin.DEFAULT;
    }
    String source = value.getConfigSourceName();
    if (source.contains("source=" + FILE)) {
      return file.originOf(name);
    }
    return source.contains("source=" + COMMAND_LINE)
        ? Origin.COMMAND_LINE
        : Origin.environment(Key.environmentName(name));
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    Set<String> passedThrough = new TreeSet<>();
    config.getPropertyNames().forEach(passedThrough::add);
    passedThrough.removeIf(name -> !Keys.isPassedThrough(name));
    for (Key<?> key : Keys.all()) {
      names.add(key.name());
      if (key.equals(Keys.GROUP_ID)) {
        names.addAll(passedThrough);
      }
    }
    return names;
  }

  private static Map<String, String> ours(Map<String, String> environment) {
    Map<String, String> ours = new HashMap<>();
    for (Key<?> key : Keys.all()) {
      String value = environment.get(key.environmentName());
      if (value != null && !Keys.isPassedThrough(key.name())) {
        ours.put(key.environmentName(), value);
      }
    }
    return ours;
  }

  private static Map<String, String> defaults() {
    Map<String, String> defaults = new HashMap<>();
    Keys.all().forEach(key -> key.fallback().ifPresent(text -> defaults.put(key.name(), text)));
    return defaults;
  }
}
