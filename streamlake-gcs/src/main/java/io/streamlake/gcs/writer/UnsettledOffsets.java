package io.streamlake.gcs.writer;

import java.util.TreeSet;

/**
 * Offsets of records that were not staged and are not known to be safe with the dead letters
 * either: nothing above them may be claimed. For one lane.
 */
final class UnsettledOffsets {

  private final TreeSet<Long> offsets = new TreeSet<>();

  void add(long offset) {
    offsets.add(offset);
  }

  /** Says that a record was staged after all, or is safe with the dead letters. */
  void remove(long offset) {
    if (!offsets.isEmpty()) {
      offsets.remove(offset);
    }
  }

  boolean isEmpty() {
    return offsets.isEmpty();
  }

  /** Whether everything below a position is staged or safe with the dead letters. */
  boolean isSettledBelow(long position) {
    return offsets.isEmpty() || offsets.first() >= position;
  }
}
