package io.streamlake.testkit.gcs;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bytes of a resumable upload a request carries
 * (https://cloud.google.com/storage/docs/performing-resumable-uploads).
 *
 * @param first of the bytes sent; empty when none are
 * @param total of the object; empty when the client does not know it yet
 */
record ContentRange(OptionalLong first, OptionalLong last, OptionalLong total) {

  private static final Pattern SYNTAX =
      Pattern.compile("bytes\\s*(?:(\\d+)\\s*-\\s*(\\d+)|\\*)\\s*/\\s*(\\d+|\\*)");

  static ContentRange parse(String text) {
    Matcher matcher = SYNTAX.matcher(text.trim());
    if (!matcher.matches()) {
      throw ApiFailure.invalid("Invalid Content-Range: " + text);
    }
    return new ContentRange(
        number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)));
  }

  /** True when the object is complete once these bytes are there. */
  boolean isLast() {
    return total.isPresent() && (last.isEmpty() || last.getAsLong() + 1 == total.getAsLong());
  }

  private static OptionalLong number(@Nullable String digits) {
    if (digits == null || digits.equals("*")) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw ApiFailure.invalid("Invalid Content-Range: " + digits);
    }
  }
}
