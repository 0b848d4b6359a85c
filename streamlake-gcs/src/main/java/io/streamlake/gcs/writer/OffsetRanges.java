package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.OffsetRange;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Single offsets, kept as ranges. For one thread. */
final class OffsetRanges {

  private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();
  private long count;

  /** Adds an offset; one that is there already changes nothing. */
  void add(long offset) {
    Map.Entry<Long, Long> before = lastByFirst.floorEntry(offset);
    if (before != null && before.getValue() >= offset) {
      return;
    }
    count++;
    long first = before != null && before.getValue() == offset - 1 ? before.getKey() : offset;
    Long lastOfNext = lastByFirst.remove(offset + 1);
    lastByFirst.put(first, lastOfNext == null ? offset : lastOfNext);
  }

  /** How many offsets. */
  long count() {
    return count;
  }

  /** How many ranges. */
  int size() {
    return lastByFirst.size();
  }

  List<OffsetRange> toList() {
    return lastByFirst.entrySet().stream()
        .map(range -> new OffsetRange(range.getKey(), range.getValue()))
        .toList();
  }
}
