package io.streamlake.gcs.complete;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time of a folder, by its name; always UTC. */
final class FolderTime {

  private static final Pattern FOLDER =
      Pattern.compile("dt=(\\d{4}-\\d\\d-\\d\\d)(?:/hour=(\\d\\d))?");

  private FolderTime() {}

  /** Where a folder's time ends, in milliseconds since 1970; empty if the folder has no time. */
  static OptionalLong endMs(String folder) {
    Matcher parts = FOLDER.matcher(folder);
    if (!parts.matches()) {
      return OptionalLong.empty();
    }
    String hour = parts.group(2);
    Duration length = hour == null ? Duration.ofDays(1) : Duration.ofHours(1);
    try {
      Instant start =
          Instant.parse(parts.group(1) + "T" + (hour == null ? "00" : hour) + ":00:00Z");
      return OptionalLong.of(start.plus(length).toEpochMilli());
    } catch (DateTimeException impossibleDate) {
      return OptionalLong.empty();
    }
  }
}
