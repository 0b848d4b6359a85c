package io.streamlake.lab.data;

import java.util.Arrays;
import java.util.Set;

/**
 * The offsets and fingerprints of all records of one partition, by offset; 24 bytes a record. Not
 * thread-safe while it is filled, immutable after.
 */
public final class PartitionSnapshot {

  private final String topic;
  private final int partition;
  private long[] offsets = new long[64];
  private long[] highs = new long[64];
  private long[] lows = new long[64];
  private int records;

  PartitionSnapshot(String topic, int partition) {
    this.topic = topic;
    this.partition = partition;
  }

  /** Adds the next record; offsets must ascend. */
  void add(long offset, RecordFingerprint fingerprint) {
    if (records > 0 && offset <= offsets[records - 1]) {
      throw new IllegalStateException(
          place(records - 1) + " was followed by offset " + offset + ": offsets must ascend");
    }
    if (records == offsets.length) {
      grow();
    }
    offsets[records] = offset;
    highs[records] = fingerprint.high();
    lows[records] = fingerprint.low();
    records++;
  }

  /**
   * How many records the partition holds.
   *
   * @return the count
   */
  public int records() {
    return records;
  }

  /**
   * Which record has an offset.
   *
   * @param offset the offset
   * @return the record's index, from 0 to {@link #records()}, or a negative number without one
   */
  public int indexOf(long offset) {
    return Arrays.binarySearch(offsets, 0, records, offset);
  }

  /**
   * Where a record stands.
   *
   * @param index the record's index
   * @return its place
   */
  public RecordPlace place(int index) {
    return new RecordPlace(topic, partition, offsets[index]);
  }

  /**
   * A record's fingerprint.
   *
   * @param index the record's index
   * @return its fingerprint
   */
  public RecordFingerprint fingerprint(int index) {
    return new RecordFingerprint(highs[index], lows[index]);
  }

  /** A copy that lacks some records. */
  PartitionSnapshot without(Set<RecordPlace> places) {
    PartitionSnapshot rest = new PartitionSnapshot(topic, partition);
    for (int index = 0; index < records; index++) {
      if (!places.contains(place(index))) {
        rest.add(offsets[index], fingerprint(index));
      }
    }
    return rest;
  }

  private void grow() {
    int length = offsets.length * 2;
    offsets = Arrays.copyOf(offsets, length);
    highs = Arrays.copyOf(highs, length);
    lows = Arrays.copyOf(lows, length);
  }
}
