package io.streamlake.runner.settings;

import java.time.DateTimeException;
import java.time.Instant;

/** Where a chain begins at its very first start. */
public sealed interface StartAt {
  /** How a start is written, for messages. */
  String EXPECTS =
      "earliest, latest or an ISO-8601 instant from 1970 on such as 2026-01-31T00:00:00Z";

  /** The oldest record that the topic still has. */
  record Earliest() implements StartAt {}

  /** Only what is produced from now on. */
  record Latest() implements StartAt {}

  /**
   * The first record with this timestamp or a later one.
   *
   * @param instant the point in time
   */
  record Since(Instant instant) implements StartAt {
    private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

    /** Checks that a record can have such a timestamp. */
    public Since {
      if (instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)) {
        throw new IllegalArgumentException(
            "instant must be a timestamp that records can have: " + instant);
      }
    }
  }

  /**
   * Reads a start.
   *
   * @param text earliest, latest or an ISO-8601 instant
   * @return the start
   * @throws IllegalArgumentException if it is none of these
   */
  static StartAt parse(String text) {
    if (text.equals("earliest")) {
      return new Earliest();
    }
    if (text.equals("latest")) {
      return new Latest();
    }
    try {
      return new Since(Instant.parse(text));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not " + EXPECTS + ": " + text, e);
    }
  }
}
