package io.streamlake.gcs.ledger;

import java.util.Optional;

/**
 * A ledger object as it was read; a damaged one is an answer, not a failure.
 *
 * @param name its name
 * @param from the position that its name tells; -1 for a root
 * @param value what it says; empty if it is damaged or missing
 * @param damage why there is no value; empty if there is one, or no object
 */
record Read<T>(String name, long from, Optional<T> value, String damage) {

  static <T> Read<T> of(String name, long from, T value) {
    return new Read<>(name, from, Optional.of(value), "");
  }

  static <T> Read<T> damaged(String name, long from, String damage) {
    return new Read<>(name, from, Optional.empty(), damage);
  }
}
