package io.streamlake.core;

import java.time.Instant;
import java.util.Objects;

/**
 * Where to start a partition for which nothing is committed. It replaces Kafka's {@code
 * auto.offset.reset}, which is always {@code none} inside: the start that it gives is committed
 * before the first record is handed out, so it is used once.
 */
public sealed interface StartPolicy {

  /** The oldest record that the log still holds. */
  record Earliest() implements StartPolicy {}

  /** The end of the log, as it is at the first assignment. */
  record Latest() implements StartPolicy {}

  /**
   * The first record at or after an instant.
   *
   * @param instant compared with the records' timestamps
   */
  record At(Instant instant) implements StartPolicy {

    /** Checks that nothing is missing. */
    public At {
      Objects.requireNonNull(instant, "instant");
    }
  }

  /**
   * Starts at the oldest record.
   *
   * @return the policy
   */
  static StartPolicy earliest() {
    return new Earliest();
  }

  /**
   * Starts at the end.
   *
   * @return the policy
   */
  static StartPolicy latest() {
    return new Latest();
  }

  /**
   * Starts at an instant.
   *
   * @param instant compared with the records' timestamps
   * @return the policy
   */
  static StartPolicy at(Instant instant) {
    return new At(instant);
  }
}
