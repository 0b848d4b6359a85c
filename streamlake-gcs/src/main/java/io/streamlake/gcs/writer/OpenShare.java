package io.streamlake.gcs.writer;

/**
 * What one partition's open segment takes of what all partitions share. A value.
 *
 * @param from tells the segment from the one before and after it
 * @param bytes the most that it takes on disk until it is closed
 * @param records staged
 * @param files open
 * @param canRoll whether rolling it would give that back: it has something in it, repairs no claim,
 *     and does not wait behind too many others
 */
record OpenShare(long from, long bytes, long records, int files, boolean canRoll) {

  /** No segment. */
  static final OpenShare NONE = new OpenShare(-1, 0, 0, 0, false);
}
