package io.streamlake.gcs.ledger;

import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Which positions of a chain its claims cover, told in the order of the claims. Grows with the
 * number of gaps, not of claims. Pure; for one thread.
 */
final class Coverage {

  /** The end of each range without gaps, by its start. */
  private final NavigableMap<Long, Long> ranges = new TreeMap<>();

  void add(long from, long next) {
    Map.Entry<Long, Long> last = ranges.lastEntry();
    if (last != null && from <= last.getValue()) {
      ranges.put(last.getKey(), Math.max(next, last.getValue()));
    } else {
      ranges.put(from, next);
    }
  }

  /**
   * Where the gap around a position begins.
   *
   * @return the end of the claims before it, 0 if there are none; empty if a claim covers it
   */
  OptionalLong gap(long position) {
    Map.Entry<Long, Long> before = ranges.floorEntry(position);
    if (before == null) {
      return OptionalLong.of(0);
    }
    return position < before.getValue() ? OptionalLong.empty() : OptionalLong.of(before.getValue());
  }
}
