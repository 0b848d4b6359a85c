package io.streamlake.runner.settings;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How people write durations: {@code 10m}, {@code 500ms}, {@code 30s}, or ISO-8601. */
public final class DurationText {
  /** How a duration is written, for messages. */
  static final String EXPECTS = "a duration such as 500ms, 30s, 10m, 2h, 1d or ISO-8601 (PT10M)";

  private static final Pattern FORM = Pattern.compile("(\\d{1,19})\\s*(ms|s|m|h|d)");
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @param text a number and a unit (ms, s, m, h, d), or ISO-8601
   * @return the duration, never longer than 2^63 - 1 milliseconds
   * @throws IllegalArgumentException if the text has another form or is too long a time
   */
  public static Duration parse(String text) {
    String trimmed = text.trim();
    Matcher matcher = FORM.matcher(trimmed);
    try {
      if (matcher.matches()) {
        long count = Long.parseLong(matcher.group(1));
        return Duration.ofMillis(Math.multiplyExact(count, millis(matcher.group(2))));
      }
      return checked(Duration.parse(trimmed));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("not " + EXPECTS + ": " + text, e);
    }
  }

  /**
   * Writes a duration the way {@link #parse} reads it.
   *
   * @param duration any duration that is not negative
   * @return a whole number with the largest unit that fits, else ISO-8601
   */
  public static String format(Duration duration) {
    if (duration.isNegative() || !duration.equals(duration.truncatedTo(ChronoUnit.MILLIS))) {
      return duration.toString();
    }
    long count = duration.toMillis();
    for (String unit : new String[] {"d", "h", "m", "s"}) {
      if (count > 0 && count % millis(unit) == 0) {
        return count / millis(unit) + unit;
      }
    }
    return count + "ms";
  }

  private static Duration checked(Duration duration) {
    if (duration.abs().compareTo(LONGEST) > 0) {
      throw new ArithmeticException("longer than " + LONGEST);
    }
    return duration;
  }

  private static long millis(String unit) {
    return switch (unit) {
      case "d" -> DAY;
      case "h" -> HOUR;
      case "m" -> MINUTE;
      case "s" -> SECOND;
      default -> 1;
    };
  }
}
