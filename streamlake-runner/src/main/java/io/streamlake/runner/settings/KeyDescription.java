package io.streamlake.runner.settings;

import java.util.List;

/**
 * What people need to know of a setting.
 *
 * @param key the full name
 * @param environment the environment variable of the same meaning; empty where there is none
 * @param fallback the default as documentation shows it
 * @param expects what a value looks like
 * @param meaning what it does
 */
public record KeyDescription(
    String key, String environment, String fallback, String expects, String meaning) {

  /** Every setting that exists, in the order of the documentation. */
  public static List<KeyDescription> all() {
    return Keys.all().stream().map(KeyDescription::of).toList();
  }

  private static KeyDescription of(Key<?> key) {
    return new KeyDescription(
        key.name(),
        Keys.isPassedThrough(key.name()) ? "" : key.environmentName(),
        key.shownFallback(),
        key.type().expects(),
        key.meaning());
  }
}
