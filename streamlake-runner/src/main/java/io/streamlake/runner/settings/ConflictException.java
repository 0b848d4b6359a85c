package io.streamlake.runner.settings;

import io.streamlake.core.StreamLakeException;
import java.util.List;
import java.util.stream.Collectors;

/** Values that can be read but not used, alone or together. */
final class ConflictException extends StreamLakeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Conflict> conflicts;

  private ConflictException(List<Conflict> conflicts) {
    super(
        conflicts.stream()
            .map(conflict -> conflict.key() + " " + conflict.message())
            .collect(Collectors.joining("; ")));
    this.conflicts = conflicts;
  }

  /**
   * One such value.
   *
   * @param key the full name of its key
   * @param message what is wrong and what would be right
   */
  record Conflict(String key, String message) {}

  static ConflictException of(Key<?> key, String message) {
    return new ConflictException(List.of(new Conflict(key.name(), message)));
  }

  /** Throws if there is any conflict. */
  static void throwIfAny(List<Conflict> conflicts) {
    if (!conflicts.isEmpty()) {
      throw new ConflictException(List.copyOf(conflicts));
    }
  }

  List<Conflict> conflicts() {
    return conflicts;
  }
}
