package io.streamlake.runner.settings;

import java.util.Optional;

/**
 * One thing that is wrong with the settings. Its text is one line and holds no secret.
 *
 * @param key the full name of the key, or the place of the problem where there is no key
 * @param value the value that was found, as it may be shown
 * @param message what is wrong or what would be right
 * @param origin where the value came from
 */
public record Problem(String key, Optional<String> value, String message, Origin origin) {

  /** A problem with a value; masks it. */
  static Problem withValue(String key, String value, String message, Origin origin) {
    return new Problem(key, Optional.of(Masking.shown(key, value)), message, origin);
  }

  /** A problem where there is no value, or none that may be shown. */
  static Problem withoutValue(String key, String message, Origin origin) {
    return new Problem(key, Optional.empty(), message, origin);
  }

  /** The problem as one line: key, value, what would be right, origin. */
  @Override
  public String toString() {
    String shown = value.map(text -> " = '" + text + "'").orElse("");
    String line = key + shown + ": " + message + " (" + origin + ")";
    return line.replaceAll("\\s*\\R\\s*", " ");
  }
}
