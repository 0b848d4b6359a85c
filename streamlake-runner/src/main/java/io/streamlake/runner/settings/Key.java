package io.streamlake.runner.settings;

import java.util.Locale;
import java.util.Optional;

/**
 * One setting of the catalogue.
 *
 * @param <T> the type of its value
 * @param name the full name: {@code streamlake.raw-zone.roll.age}
 * @param type how its text is read and what is allowed
 * @param fallback the default, as text; {@code <dataset>} stands for the dataset's name
 * @param shownFallback the default as documentation shows it
 * @param example a legal value
 * @param meaning one sentence for people
 */
record Key<T>(
    String name,
    KeyType<T> type,
    Optional<String> fallback,
    String shownFallback,
    String example,
    String meaning) {

  /**
   * Returns the value if it is allowed.
   *
   * @throws ConflictException if it is out of range
   */
  T require(T value) {
    if (!type.holds().test(value)) {
      throw ConflictException.of(this, "must be " + type.expects());
    }
    return value;
  }

  /** The value of an optional setting, if it is allowed. */
  Optional<T> require(Optional<T> value) {
    return value.map(this::require);
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it cannot be read or is not allowed
   */
  T parse(String text) {
    return require(type.parse().apply(text));
  }

  /** The environment variable of the same meaning. */
  String environmentName() {
    return environmentName(name);
  }

  /** The environment variable of a key: MicroProfile Config's rule, upper case. */
  static String environmentName(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
