package io.streamlake.runner.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds names that mean nothing, and says what was probably meant. */
final class UnknownNames {
  private static final String ENVIRONMENT_PREFIX = Key.environmentName(Keys.ROOT);
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_(TCP|UDP|SCTP)(_.*)?)?)");

  private UnknownNames() {}

  /** Names in a file. */
  static List<Problem> inFile(YamlFile file) {
    List<Problem> problems = new ArrayList<>();
    for (String name : file.names()) {
      boolean isEmptySection = Keys.isSection(name) && !file.values().containsKey(name);
      if (!isKnown(name) && !isEmptySection) {
        problems.add(Problem.withoutValue(name, message(name), file.originOf(name)));
      }
    }
    return problems;
  }

  /** Names on the command line. */
  static List<Problem> onCommandLine(Map<String, String> overrides) {
    return new TreeSet<>(overrides.keySet())
        .stream()
            .filter(name -> !isKnown(name))
            .map(name -> Problem.withoutValue(name, message(name), Origin.COMMAND_LINE))
            .toList();
  }

  /** Names in the environment that begin like ours. */
  static List<Problem> inEnvironment(Set<String> names) {
    Set<String> known =
        Keys.all().stream()
            .filter(key -> !Keys.isPassedThrough(key.name()))
            .map(Key::environmentName)
            .collect(Collectors.toCollection(TreeSet::new));
    return new TreeSet<>(names)
        .stream()
            .filter(name -> name.startsWith(ENVIRONMENT_PREFIX) && !known.contains(name))
            .map(name -> environmentProblem(name, known))
            .toList();
  }

  private static boolean isKnown(String name) {
    return Keys.isPassedThrough(name) || Keys.find(name).isPresent();
  }

  private static Problem environmentProblem(String name, Set<String> known) {
    return Problem.withoutValue(name, environmentMessage(name, known), Origin.environment(name));
  }

  private static String environmentMessage(String name, Set<String> known) {
    if (name.startsWith(Key.environmentName(Keys.KAFKA))
        || name.startsWith(Key.environmentName(Keys.CONSUMER))) {
      return "Kafka's own settings come from the file or --set; there a value may be ${NAME}";
    }
    String hint =
        SERVICE_LINK.matcher(name).matches()
            ? "; if Kubernetes set it for a service, set enableServiceLinks: false in the pod"
            : "";
    return "no setting has this name" + suggestion(Nearest.to(name, known)) + hint;
  }

  private static String message(String name) {
    if (Keys.isSection(name)) {
      return "is a section, not a setting; its settings stand below it";
    }
    List<String> known = Keys.all().stream().map(Key::name).toList();
    return "no setting has this name" + suggestion(Nearest.to(name, known));
  }

  private static String suggestion(Optional<String> nearest) {
    return nearest
        .map(name -> "; did you mean " + name + "?")
        .orElse("; see config --describe for all that exist");
  }
}
