package io.streamlake.gcs.writer;

import java.util.ArrayList;
import java.util.List;

/**
 * The positions of a range that the log did not deliver while it was read: the first gaps of them,
 * that is. The log has one for each transaction and each stretch that was compacted, so there may
 * be millions. What retention took comes first. For one thread.
 */
final class Undelivered {

  /** A half-open range. */
  record Gap(long from, long next) {}

  /** As many are kept; all partitions may repair a claim at once. */
  static final int MAX_GAPS = 1_000;

  private final List<Gap> gaps = new ArrayList<>();
  private long expected;

  Undelivered(long from) {
    expected = from;
  }

  /** Notes a record; they come in ascending order. */
  void delivered(long offset) {
    delivered(offset, offset);
  }

  /** Notes a closed range; it begins at or above the one before. */
  void delivered(long first, long last) {
    passed(first);
    expected = Math.max(expected, last + 1);
  }

  /** Notes that nothing more comes below a position. */
  void passed(long position) {
    if (position > expected) {
      if (gaps.size() < MAX_GAPS) {
        gaps.add(new Gap(expected, position));
      }
      expected = position;
    }
  }

  /** The first of what is missing below the last position noted, ascending. */
  List<Gap> gaps() {
    return List.copyOf(gaps);
  }
}
