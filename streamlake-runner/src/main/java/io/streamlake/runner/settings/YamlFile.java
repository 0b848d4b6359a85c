package io.streamlake.runner.settings;

import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A settings file: its values under their full names, and the lines that they stand on.
 *
 * @param name the file's name as the user gave it
 * @param values texts by full name, Kafka's dotted names without quotes
 * @param lines line numbers from 1 by full name; also of names without a value
 * @param problems what keeps the file from being read as a whole
 */
record YamlFile(
    String name, Map<String, String> values, Map<String, Integer> lines, List<Problem> problems) {
  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

  /** No file. */
  static YamlFile none() {
    return new YamlFile("", Map.of(), Map.of(), List.of());
  }

  /** Reads a file; what goes wrong becomes a problem. */
  static YamlFile read(Path path) {
    try {
      return parse(path.toString(), Files.readString(path));
    } catch (NoSuchFileException e) {
      return unreadable(path.toString(), "there is no such file");
    } catch (CharacterCodingException e) {
      return unreadable(path.toString(), "the file is not UTF-8 text");
    } catch (IOException e) {
      return unreadable(path.toString(), "the file cannot be read: " + e.getMessage());
    }
  }

  /** Parses the text of a file. */
  static YamlFile parse(String name, String text) {
    try {
      YamlLines lines = YamlLines.of(name, text);
      if (!lines.problems().isEmpty()) {
        return new YamlFile(name, Map.of(), Map.of(), lines.problems());
      }
      Map<String, String> values =
          withFullNames(new YamlConfigSource(name, text, 0).getProperties());
      lines.nulls().stream().filter(YamlFile::canBeNull).forEach(key -> values.put(key, "null"));
      return new YamlFile(name, values, lines.byName(), lines.duplicates());
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      return invalid(Origin.file(name, line), e.getProblem());
    } catch (YAMLException e) {
      return invalid(Origin.file(name, 0), String.valueOf(e.getMessage()));
    }
  }

  /** Whether anything is known of what the file says. */
  boolean isReadable() {
    return problems.isEmpty() || !lines.isEmpty();
  }

  /** Every name in the file, with and without a value. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(values.keySet());
    names.addAll(lines.keySet());
    return names;
  }

  /** Where a name stands. */
  Origin originOf(String key) {
    String leaf = INDEX.split(key, 2)[0];
    return Origin.file(name, lines.getOrDefault(leaf, 0));
  }

  /** YAML's null is a text where that is one of the choices, as Avro's codec of this name. */
  private static boolean canBeNull(String name) {
    return Keys.find(name).filter(key -> key.type().choices().contains("null")).isPresent();
  }

  private static Map<String, String> withFullNames(Map<String, String> properties) {
    Map<String, String> values = new TreeMap<>();
    properties.forEach((name, value) -> values.put(name.replace("\"", ""), value));
    values
        .keySet()
        .removeIf(
            name -> name.endsWith("]") && values.containsKey(INDEX.matcher(name).replaceAll("")));
    return values;
  }

  private static YamlFile unreadable(String name, String message) {
    Problem problem = Problem.withoutValue("--config " + name, message, new Origin("command line"));
    return new YamlFile(name, Map.of(), Map.of(), List.of(problem));
  }

  private static YamlFile invalid(Origin origin, String message) {
    Problem problem = Problem.withoutValue("not valid YAML", message, origin);
    return new YamlFile(origin.text(), Map.of(), Map.of(), List.of(problem));
  }
}
