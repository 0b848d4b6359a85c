package io.streamlake.runner.settings;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number of bytes, written {@code 128MiB}, {@code 64KiB} or as a plain number. Immutable.
 *
 * @param bytes how many bytes, at least 0
 */
public record ByteSize(long bytes) {
  /** How a size is written, for messages. */
  static final String EXPECTS = "a size such as 128MiB, 64KiB, 8GiB or a plain number of bytes";

  private static final Pattern FORM = Pattern.compile("(\\d{1,19})\\s*(B|KiB|MiB|GiB|TiB)?");

  /** Checks that the size is not negative. */
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + bytes);
    }
  }

  /**
   * Reads a size.
   *
   * @param text digits and an optional unit: B, KiB, MiB, GiB, TiB (powers of 1,024)
   * @return the size
   * @throws IllegalArgumentException if the text has another form or is beyond 2^63 - 1 bytes
   */
  public static ByteSize parse(String text) {
    Matcher matcher = FORM.matcher(text.trim());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not " + EXPECTS + ": " + text);
    }
    try {
      return new ByteSize(
          Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift(matcher.group(2))));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("too large for a size: " + text, e);
    }
  }

  private static int shift(@Nullable String unit) {
    return unit == null ? 0 : "BKMGT".indexOf(unit.charAt(0)) * 10;
  }

  /** The shortest text that {@link #parse} reads back to an equal size. */
  @Override
  public String toString() {
    if (bytes == 0) {
      return "0";
    }
    int power = Math.min(Long.numberOfTrailingZeros(bytes) / 10, 4);
    String unit = power == 0 ? "" : "KMGT".charAt(power - 1) + "iB";
    return String.format(Locale.ROOT, "%d%s", bytes >> (power * 10), unit);
  }
}
