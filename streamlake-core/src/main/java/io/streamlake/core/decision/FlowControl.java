package io.streamlake.core.decision;

/**
 * Whether a partition may be fetched from, by how much of it and of all partitions is under way: by
 * bytes that are delivered to the lanes and not yet taken by the handler, and by records that are
 * delivered and not yet settled. A partition that has something under way leaves the upper half of
 * a total to those that have nothing, so a slow partition does not starve the others. Pauses at a
 * limit and resumes below it, so that a partition does not flap.
 *
 * @param bytes the limits of what is buffered
 * @param records the limits of what is in flight
 */
public record FlowControl(Limits bytes, Limits records) {

  /** What a record costs beyond its key and value: headers, object, list entry. */
  public static final int RECORD_OVERHEAD_BYTES = 128;

  /**
   * Limits by bytes alone.
   *
   * @param partitionBytes the bytes that one partition may buffer, at least 1
   * @param totalBytes the bytes that all partitions may buffer, at least 1
   */
  public FlowControl(long partitionBytes, long totalBytes) {
    this(new Limits("Bytes", partitionBytes, totalBytes), Limits.none("Records"));
  }

  /**
   * Decides for one partition.
   *
   * @param isPaused whether it is paused for this reason now
   * @param own what of it is under way
   * @param total what of all partitions is under way, see {@link #total}
   * @return whether it shall be paused
   */
  public boolean shouldPause(boolean isPaused, Load own, Load total) {
    return bytes.areReached(isPaused, own.bytes(), total.bytes())
        || records.areReached(isPaused, own.records(), total.records());
  }

  /**
   * What counts against the totals. Partitions that are held count up to half of them: they never
   * stop the others, but once they have that much, the others fetch again only when they have
   * nothing left, so each one that is held after that has one fetch at most.
   *
   * @param going what of the partitions that are not held is under way
   * @param held what of those that are held is under way
   * @return what to decide by
   */
  public Load total(Load going, Load held) {
    return new Load(
        going.bytes() + Math.min(held.bytes(), bytes.total() / 2),
        going.records() + Math.min(held.records(), records.total() / 2));
  }

  /**
   * What is under way.
   *
   * @param bytes buffered
   * @param records in flight
   */
  public record Load(long bytes, long records) {

    /** Nothing. */
    public static final Load NONE = new Load(0, 0);

    /**
     * Both together.
     *
     * @param other what else is under way
     * @return the sum
     */
    public Load plus(Load other) {
      return new Load(bytes + other.bytes, records + other.records);
    }
  }

  /**
   * Limits of one unit.
   *
   * @param unit what is limited, for messages
   * @param partition for one partition, at least 1
   * @param total for all partitions, at least 1
   */
  public record Limits(String unit, long partition, long total) {

    /** Checks the ranges. */
    public Limits {
      if (partition < 1) {
        throw new IllegalArgumentException(
            "partition" + unit + " must be at least 1: " + partition);
      }
      if (total < 1) {
        throw new IllegalArgumentException("total" + unit + " must be at least 1: " + total);
      }
    }

    /**
     * Limits that are never reached.
     *
     * @param unit what is not limited
     * @return the largest limits
     */
    public static Limits none(String unit) {
      return new Limits(unit, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private boolean areReached(boolean isPaused, long own, long all) {
      long share = own == 0 ? total : total / 2;
      if (isPaused) {
        return own > partition / 2 || all >= Math.max(1, share - share / 4);
      }
      return own >= partition || all >= share;
    }
  }
}
