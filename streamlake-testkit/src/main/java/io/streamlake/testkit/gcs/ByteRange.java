package io.streamlake.testkit.gcs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of an object a read asks for (RFC 9110, section 14).
 *
 * @param first inclusive
 * @param end exclusive
 */
record ByteRange(long first, long end) {

  private static final Pattern SYNTAX = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  ByteRange {
    if (first < 0 || end < first) {
      throw new IllegalArgumentException("Not a range of bytes: " + first + " to " + end);
    }
  }

  /**
   * The part of an object that a Range header selects: empty where it does not count and the whole
   * object is answered. Throws 416 when nothing of the object is in it.
   */
  static Optional<ByteRange> select(String header, long size) {
    Matcher matcher = SYNTAX.matcher(header.trim());
    if (!matcher.matches() || matcher.group().equals("bytes=-")) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      long suffix = Math.min(size, Long.parseLong(matcher.group(2)));
      return Optional.of(satisfiable(size - suffix, size, size));
    }
    long first = Long.parseLong(matcher.group(1));
    boolean isOpen = matcher.group(2).isEmpty();
    long end = isOpen ? size : Math.min(size, Long.parseLong(matcher.group(2)) + 1);
    return Optional.of(satisfiable(first, end, size));
  }

  private static ByteRange satisfiable(long first, long end, long size) {
    if (first >= size || end <= first) {
      throw new ApiFailure(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
    }
    return new ByteRange(first, end);
  }

  long length() {
    return end - first;
  }

  /** As an answer's Content-Range. */
  String contentRange(long size) {
    return "bytes " + first + "-" + (end - 1) + "/" + size;
  }
}
