package io.streamlake.runner.settings;

import io.streamlake.runner.settings.ConflictException.Conflict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** Asks one of Kafka's clients what it refuses of its settings, and finds the key that is meant. */
final class ClientCheck {
  private static final Pattern OPENING =
      Pattern.compile("^Invalid value .*? for configuration [^:]+: ", Pattern.DOTALL);

  private final Map<String, String> given;
  private final UnaryOperator<String> keyOf;
  private final List<Conflict> conflicts = new ArrayList<>();

  /**
   * Begins a check.
   *
   * @param given what a person may have set, by Kafka's names
   * @param keyOf the full name of the key that sets one of Kafka's names
   */
  ClientCheck(Map<String, String> given, UnaryOperator<String> keyOf) {
    this.given = Map.copyOf(given);
    this.keyOf = keyOf;
  }

  /** Checks each value by itself. */
  void values(ConfigDef definition, Map<String, Object> config) {
    Map<String, String> texts = new HashMap<>();
    config.forEach((name, value) -> texts.put(name, value.toString()));
    for (ConfigValue value : definition.validate(texts)) {
      value.errorMessages().stream().findFirst().ifPresent(why -> refuse(value.name(), why));
    }
  }

  /** Checks that the classes that a person has named exist and are what they are used for. */
  void classes(String name, Class<?> type) {
    for (String className : given.getOrDefault(name, "").split(",", -1)) {
      String trimmed = className.trim();
      if (!trimmed.isEmpty() && !isA(type, trimmed)) {
        refuse(name, "there is no " + type.getSimpleName() + " " + trimmed);
      }
    }
  }

  /**
   * Makes the client's configuration of the whole, unless values are refused already.
   *
   * @return empty if the client refuses it
   */
  <C> Optional<C> together(Supplier<C> configuration) {
    if (!conflicts.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(configuration.get());
    } catch (KafkaException e) {
      String why = String.valueOf(e.getMessage());
      refuse(namedIn(why), why);
      return Optional.empty();
    }
  }

  /** Notes what is refused; the text loses its opening, which repeats name and value. */
  void refuse(String name, String why) {
    String key = keyOf.apply(name);
    String value = given.getOrDefault(name, "");
    String message = OPENING.matcher(why).replaceFirst("");
    String shown = Masking.shown(key, value);
    conflicts.add(new Conflict(key, shown.equals(value) ? message : message.replace(value, shown)));
  }

  /** Everything that was refused. */
  List<Conflict> conflicts() {
    return conflicts;
  }

  /** Of the names that a person has set, the one that a text names first; else none. */
  private String namedIn(String text) {
    String dotted = text.toLowerCase(Locale.ROOT).replace(' ', '.');
    return given.keySet().stream()
        .filter(dotted::contains)
        .min(
            Comparator.<String>comparingInt(dotted::indexOf)
                .thenComparing(Comparator.comparingInt(String::length).reversed()))
        .orElse("");
  }

  private static boolean isA(Class<?> type, String className) {
    try {
      return type.isAssignableFrom(
          Class.forName(className, false, ClientCheck.class.getClassLoader()));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
