package io.streamlake.gcs.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;

/**
 * How data objects are spread over folders by their records' timestamps, always in UTC. Records of
 * one {@link #slot} share a folder and so a data object.
 */
public enum Folders {
  /** {@code dt=2026-11-23/hour=17}. */
  HOUR(3_600_000L, "'dt='uuuu-MM-dd'/hour='HH"),
  /** {@code dt=2026-11-23}. */
  DAY(86_400_000L, "'dt='uuuu-MM-dd"),
  /** No folders: one data object a segment. */
  NONE(Long.MAX_VALUE, "");

  /** The slot of records without a timestamp, or one that is surely wrong. */
  public static final long DEFAULT_SLOT = -1;

  /** Hive's name for the partition of rows whose partition column has no value. */
  private static final String DEFAULT = "__HIVE_DEFAULT_PARTITION__";

  private static final long FIRST_MS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
  private static final long END_MS = Instant.parse("2101-01-01T00:00:00Z").toEpochMilli();

  private final long slotMs;
  private final DateTimeFormatter path;

  Folders(long slotMs, String pattern) {
    this.slotMs = slotMs;
    this.path = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /**
   * Finds the folders by their name in settings and claims.
   *
   * @param name {@code hour}, {@code day} or {@code none}
   * @return the folders
   * @throws IllegalArgumentException if there are none of that name
   */
  public static Folders of(String name) {
    return Arrays.stream(values())
        .filter(folders -> folders.settingName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "folders must be hour, day or none, not '" + name + "'"));
  }

  /**
   * The name in settings and claims.
   *
   * @return {@code hour}, {@code day} or {@code none}
   */
  public String settingName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The slot of a record; pure arithmetic, for use on every record.
   *
   * @param timestampMs the record's timestamp in milliseconds since 1970; -1 if it has none
   * @return the hours or days since 1970; {@link #DEFAULT_SLOT} without a timestamp or outside the
   *     years 2000 to 2100; 0 for {@link #NONE}
   */
  public long slot(long timestampMs) {
    if (this == NONE) {
      return 0;
    }
    return timestampMs < FIRST_MS || timestampMs >= END_MS ? DEFAULT_SLOT : timestampMs / slotMs;
  }

  /**
   * The folder of a slot.
   *
   * @param slot what {@link #slot} answered
   * @return path segments without a slash at either end; empty for {@link #NONE}
   */
  public String path(long slot) {
    if (this == NONE) {
      return "";
    }
    if (slot == DEFAULT_SLOT) {
      return this == DAY ? "dt=" + DEFAULT : "dt=" + DEFAULT + "/hour=" + DEFAULT;
    }
    return path.format(Instant.ofEpochMilli(Math.multiplyExact(slot, slotMs)));
  }
}
