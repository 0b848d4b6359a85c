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
   * @param instant compared with the records' timestamps; from 1970 on
   */
  record At(Instant instant) implements StartPolicy {

    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** Checks that a record can have such a timestamp. */
    public At {
      Objects.requireNonNull(instant, "instant");
      if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
        throw new IllegalArgumentException(
            "instant must be from 1970 on, in at most 2^63 - 1 milliseconds: " + instant);
      }
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
   * @param instant compared with the records' timestamps; from 1970 on
   * @return the policy
   * @throws IllegalArgumentException if no record can have such a timestamp
   */
  static StartPolicy at(Instant instant) {
    return new At(instant);
  }
}
