package io.streamlake.runner.settings;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The lines that the names of a YAML text stand on; the config source does not keep them. */
final class YamlLines {
  private static final int MAX_DEPTH = 32;

  /** Aliases within aliases multiply; what is left of these is some forty times the text. */
  private static final int MAX_ALIASES = 10;

  private final String file;
  private final Map<String, Integer> byName = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> duplicates = new ArrayList<>();
  private final Set<String> nulls = new TreeSet<>();

  private YamlLines(String file) {
    this.file = file;
  }

  /**
   * Finds the lines.
   *
   * @param file the file's name
   * @param text its text
   * @throws org.yaml.snakeyaml.error.YAMLException if the text is not one YAML document
   */
  static YamlLines of(String file, String text) {
    YamlLines lines = new YamlLines(file);
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES);
    Node root = new Yaml(options).compose(new StringReader(text));
    if (root instanceof MappingNode mapping) {
      lines.walk("", mapping, 0);
    } else if (root != null) {
      lines.problems.add(
          Problem.withoutValue(
              "settings file", "must be a mapping that begins with streamlake:", lines.at(root)));
    }
    return lines;
  }

  /** Line numbers from 1, by full name; names that have other names below them are left out. */
  Map<String, Integer> byName() {
    return byName;
  }

  /** What keeps the text from being read. */
  List<Problem> problems() {
    return problems;
  }

  /** Names that are there more than once. */
  List<Problem> duplicates() {
    return duplicates;
  }

  /** Names with YAML's null, in so many words; where there is nothing at all nothing is set. */
  Set<String> nulls() {
    return nulls;
  }

  private void walk(String path, MappingNode mapping, int depth) {
    if (depth > MAX_DEPTH) {
      problems.add(Problem.withoutValue(path, "is nested too deeply", at(mapping)));
      return;
    }
    Map<String, Integer> siblings = new TreeMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(
            Problem.withoutValue("settings file", "a key must be a text", at(tuple.getKeyNode())));
        continue;
      }
      String name = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      if (note(name, key, siblings)) {
        visit(name, key, tuple.getValueNode(), depth);
      }
    }
  }

  private void visit(String name, ScalarNode key, Node value, int depth) {
    if (value instanceof MappingNode section) {
      walk(name, section, depth + 1);
      return;
    }
    note(name, key, byName);
    if (value instanceof SequenceNode list && !isOfTexts(list)) {
      problems.add(Problem.withoutValue(name, "must be a list of nothing but texts", at(key)));
    }
    if (value instanceof ScalarNode text
        && text.getTag().equals(Tag.NULL)
        && !text.getValue().isEmpty()) {
      nulls.add(name);
    }
  }

  private static boolean isOfTexts(SequenceNode list) {
    return list.getValue().stream().allMatch(ScalarNode.class::isInstance);
  }

  /** Takes down where a name stands; false, and a problem, if it was there before. */
  private boolean note(String name, ScalarNode key, Map<String, Integer> seen) {
    Integer earlier = seen.putIfAbsent(name, key.getStartMark().getLine() + 1);
    if (earlier != null) {
      duplicates.add(Problem.withoutValue(name, "is there already in line " + earlier, at(key)));
    }
    return earlier == null;
  }

  private Origin at(Node node) {
    return Origin.file(file, node.getStartMark().getLine() + 1);
  }
}
