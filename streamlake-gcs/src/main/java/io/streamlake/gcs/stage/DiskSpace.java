package io.streamlake.gcs.stage;

/**
 * How full a disk is, and when that is too full to stage more on it. A value.
 *
 * @param free bytes that this process may still take, 0 or more
 * @param total bytes that the disk has, 0 or more
 */
public record DiskSpace(long free, long total) {

  private static final long LEAST_FLOOR = 64L << 20;
  private static final long LARGEST_FLOOR = 1L << 30;
  private static final int FLOOR_PART = 100;

  /** Checks the components. */
  public DiskSpace {
    if (free < 0 || total < 0) {
      throw new IllegalArgumentException(
          "free and total must not be negative: " + free + ", " + total);
    }
  }

  /**
   * What a file system answers: some come to a negative number once only the reserve of the
   * superuser is left.
   *
   * @param usable bytes that this process may still take, or less than none
   * @param total bytes that the disk has
   * @return the space, without negative numbers
   */
  public static DiskSpace answered(long usable, long total) {
    return new DiskSpace(Math.max(0, usable), Math.max(0, total));
  }

  /**
   * The free bytes below which nothing more is staged: one per cent of the disk, at least 64 MiB
   * and at most 1 GiB.
   *
   * @return bytes
   */
  public long floor() {
    return Math.max(LEAST_FLOOR, Math.min(LARGEST_FLOOR, total / FLOOR_PART));
  }

  /**
   * The free bytes at which staging goes on: a quarter above the floor, so that it does not flap.
   *
   * @return bytes
   */
  public long enough() {
    return floor() + floor() / 4;
  }

  /**
   * Decides whether nothing more may be staged.
   *
   * @param wasLow what was decided last
   * @return true below the floor, and until there is enough again
   */
  public boolean isLow(boolean wasLow) {
    return free < (wasLow ? enough() : floor());
  }

  /**
   * How much has to be given back for staging to go on.
   *
   * @return bytes, 0 or more
   */
  public long missing() {
    return Math.max(0, enough() - free);
  }
}
