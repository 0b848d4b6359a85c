package io.streamlake.runner.settings;

import io.streamlake.runner.settings.ConflictException.Conflict;
import io.streamlake.runner.settings.Sources.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The texts of all settings, read one by one. A text that cannot be read becomes a problem and is
 * replaced with the key's example, so that whatever depends on it is checked as well.
 */
final class SettingsText {
  private final Map<String, Found> found = new LinkedHashMap<>();
  private final List<Problem> problems;

  /**
   * Takes what was found.
   *
   * @param sources where it was found
   * @param isNeeded whether a key is used at all; what others lack does not matter
   */
  SettingsText(Sources sources, Predicate<String> isNeeded) {
    this.problems = new ArrayList<>(sources.problems());
    sources.missing().stream()
        .filter(problem -> isNeeded.test(problem.key()))
        .forEach(problems::add);
    String dataset =
        Optional.ofNullable(sources.found().get(Keys.DATASET.name()))
            .map(named -> named.text().trim())
            .filter(Keys.DATASET.type().holds())
            .orElse(Keys.DATASET.example());
    sources.found().forEach((name, value) -> found.put(name, filled(value, dataset)));
  }

  /** Every text, by full name. */
  Map<String, Found> found() {
    return found;
  }

  /** The value of a setting that has to be there. */
  <T> T value(Key<T> key) {
    Optional<T> value = optional(key);
    if (value.isEmpty() && !isBlamed(key.name())) {
      problems.add(
          Problem.withoutValue(key.name(), "is required: " + key.type().expects(), Origin.NOT_SET));
    }
    return value.orElseGet(() -> key.parse(key.example()));
  }

  /** The value of a setting, if it is there. */
  <T> Optional<T> optional(Key<T> key) {
    Found text = found.get(key.name());
    if (text == null || text.text().isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(key.parse(text.text().trim()));
    } catch (IllegalArgumentException | ConflictException e) {
      blame(key.name(), "must be " + key.type().expects());
      return Optional.of(key.parse(key.example()));
    }
  }

  /** Builds a part of the settings; empty if its values do not fit together. */
  <R> Optional<R> attempt(Supplier<R> part) {
    try {
      return Optional.of(part.get());
    } catch (ConflictException e) {
      for (Conflict conflict : e.conflicts()) {
        blame(conflict.key(), conflict.message());
      }
      return Optional.empty();
    }
  }

  /** Checks that parts fit together. */
  void check(Runnable check) {
    attempt(
        () -> {
          check.run();
          return true;
        });
  }

  /** Where the text of a key came from. */
  Origin originOf(String name) {
    Found text = found.get(name);
    return text == null ? Origin.NOT_SET : text.origin();
  }

  /** Whether anything is wrong so far. */
  boolean hasProblems() {
    return !problems.isEmpty();
  }

  /**
   * Ends the reading if anything is wrong.
   *
   * @throws InvalidSettingsException with every problem
   */
  void throwIfAnyProblem() {
    if (hasProblems()) {
      throw new InvalidSettingsException(problems);
    }
  }

  private void blame(String name, String message) {
    if (isBlamed(name)) {
      return;
    }
    Found text = found.get(name);
    problems.add(
        text == null
            ? Problem.withoutValue(name, message, Origin.NOT_SET)
            : Problem.withValue(name, text.text(), message, text.origin()));
  }

  private boolean isBlamed(String name) {
    return problems.stream().anyMatch(problem -> problem.key().equals(name));
  }

  private static Found filled(Found value, String dataset) {
    return value.origin().equals(Origin.DEFAULT)
        ? new Found(value.text().replace(Keys.DATASET_PLACE, dataset), value.origin())
        : value;
  }
}
