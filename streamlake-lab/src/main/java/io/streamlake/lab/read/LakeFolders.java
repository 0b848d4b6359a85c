package io.streamlake.lab.read;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** The folders between a topic's and its data objects, by record timestamp in UTC. */
public enum LakeFolders {
  /** {@code dt=YYYY-MM-DD/hour=HH/}. */
  HOUR,
  /** {@code dt=YYYY-MM-DD/}. */
  DAY,
  /** None. */
  NONE;

  private static final String UNKNOWN = "__HIVE_DEFAULT_PARTITION__";
  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2100;

  /** The folders of a timestamp in milliseconds since 1970, with a slash at their end. */
  String of(long milliseconds) {
    if (this == NONE) {
      return "";
    }
    String date = UNKNOWN;
    String hour = UNKNOWN;
    if (milliseconds != -1) {
      Instant instant = Instant.ofEpochMilli(milliseconds);
      if (isInLake(instant)) {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        date = time.toLocalDate().toString();
        hour = String.format(Locale.ROOT, "%02d", time.getHour());
      }
    }
    return this == DAY ? "dt=" + date + "/" : "dt=" + date + "/hour=" + hour + "/";
  }

  private static boolean isInLake(Instant instant) {
    int year = instant.atOffset(ZoneOffset.UTC).getYear();
    return year >= FIRST_YEAR && year <= LAST_YEAR;
  }
}
