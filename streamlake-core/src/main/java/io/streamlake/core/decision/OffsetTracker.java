package io.streamlake.core.decision;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What of one partition is settled and what is not, for one assignment epoch.
 *
 * <p>Each delivered record owns the positions from its own offset up to the next delivered record,
 * or up to the position after the batch; so transaction markers and compacted offsets belong to the
 * record before them and leave no gap. What is unsettled is kept as ranges: records that settle in
 * order cost one range in all, however many they are.
 *
 * <p>Not safe for use by several threads.
 */
public final class OffsetTracker {

  private final TreeMap<Long, Long> unsettled = new TreeMap<>();
  private final TreeMap<Long, Integer> leaderEpochs = new TreeMap<>();
  private long position;
  private long inFlight;

  /**
   * Starts tracking.
   *
   * @param position the position of the first record to come, in offsets
   */
  public OffsetTracker(long position) {
    this.position = position;
  }

  /**
   * Takes in a batch; one without records only moves the position.
   *
   * @param first the offset of the first record, not below the position; ignored without records
   * @param next the position after the batch, above {@code first} where there are records
   * @param records how many records
   * @throws IllegalArgumentException if the batch goes back, or its bounds contradict each other
   */
  public void delivered(long first, long next, int records) {
    if (next < position || (records > 0 && (first < position || first >= next))) {
      throw new IllegalArgumentException(
          "batch [" + first + ", " + next + ") does not follow position " + position);
    }
    position = next;
    if (records == 0) {
      return;
    }
    inFlight += records;
    Map.Entry<Long, Long> last = unsettled.lastEntry();
    long from = last != null && last.getValue() == first ? last.getKey() : first;
    unsettled.put(from, next);
  }

  /**
   * Remembers under which leader the log was read, for the commit's leader epoch (KIP-320).
   *
   * @param from the offset from which on it holds
   * @param epoch the leader's epoch
   */
  public void leaderEpoch(long from, int epoch) {
    Map.Entry<Long, Integer> last = leaderEpochs.lastEntry();
    if (last == null || last.getValue() != epoch) {
      leaderEpochs.put(from, epoch);
    }
  }

  /**
   * Settles consecutive records; positions without records may lie between them.
   *
   * @param from the offset of the first of them
   * @param to the offset of the record after them, or the position after their batch
   * @param records how many they are
   * @throws IllegalStateException if its first or last record is not unsettled: something would be
   *     settled twice
   */
  public void settle(long from, long to, int records) {
    Map.Entry<Long, Long> first = unsettled.floorEntry(from);
    Map.Entry<Long, Long> last = unsettled.floorEntry(to - 1);
    if (first == null || last == null || first.getValue() <= from || last.getValue() < to) {
      throw new IllegalStateException("[" + from + ", " + to + ") is not unsettled in " + this);
    }
    long start = first.getKey();
    long end = last.getValue();
    unsettled.subMap(start, true, last.getKey(), true).clear();
    if (start < from) {
      unsettled.put(start, from);
    }
    if (to < end) {
      unsettled.put(to, end);
    }
    inFlight -= records;
    leaderEpochs.headMap(leaderEpochKey(frontier())).clear();
  }

  /**
   * The offset to commit: everything below it is settled.
   *
   * @return the lowest unsettled offset, or the position where nothing is pending
   */
  public long frontier() {
    return unsettled.isEmpty() ? position : unsettled.firstKey();
  }

  /**
   * The leader epoch of the record before the frontier.
   *
   * @return the epoch, or empty where it is unknown
   */
  public Optional<Integer> frontierLeaderEpoch() {
    return Optional.ofNullable(leaderEpochs.floorEntry(frontier() - 1)).map(Map.Entry::getValue);
  }

  /**
   * The position after everything that was delivered.
   *
   * @return the position, in offsets
   */
  public long position() {
    return position;
  }

  /**
   * How many records are delivered and not settled.
   *
   * @return the count
   */
  public long inFlight() {
    return inFlight;
  }

  private long leaderEpochKey(long offset) {
    Long key = leaderEpochs.floorKey(offset - 1);
    return key == null ? Long.MIN_VALUE : key;
  }

  @Override
  public String toString() {
    return "OffsetTracker[position=" + position + ", unsettled=" + unsettled + "]";
  }
}
