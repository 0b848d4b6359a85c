package io.streamlake.core.decision;

/**
 * Whether a partition may be fetched from, by what it and all partitions have buffered: delivered
 * to the lanes and not yet taken by the handler. A partition with a buffer of its own leaves the
 * upper half of the total to those that have none, so a slow partition does not starve the others.
 * Pauses at a limit and resumes below it, so that a partition does not flap.
 *
 * @param partitionBytes the bytes that one partition may buffer, at least 1
 * @param totalBytes the bytes that all partitions that are not held may buffer, at least 1
 */
public record FlowControl(long partitionBytes, long totalBytes) {

  /** What a record costs beyond its key and value: headers, object, list entry. */
  public static final int RECORD_OVERHEAD_BYTES = 128;

  /** Checks the ranges. */
  public FlowControl {
    if (partitionBytes < 1) {
      throw new IllegalArgumentException("partitionBytes must be at least 1: " + partitionBytes);
    }
    if (totalBytes < 1) {
      throw new IllegalArgumentException("totalBytes must be at least 1: " + totalBytes);
    }
  }

  /**
   * Decides for one partition.
   *
   * @param isPaused whether it is paused for this reason now
   * @param buffered the bytes that it buffers
   * @param total the bytes that all partitions buffer which are not held
   * @return whether it shall be paused
   */
  public boolean shouldPause(boolean isPaused, long buffered, long total) {
    long share = buffered == 0 ? totalBytes : totalBytes / 2;
    if (isPaused) {
      return buffered > partitionBytes / 2 || total >= Math.max(1, share - share / 4);
    }
    return buffered >= partitionBytes || total >= share;
  }
}
