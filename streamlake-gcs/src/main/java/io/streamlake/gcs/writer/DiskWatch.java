package io.streamlake.gcs.writer;

import io.streamlake.gcs.stage.DiskSpace;
import io.streamlake.gcs.stage.StagingArea;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the free space of the staging disk, which others fill as well. One thread looks; the
 * answers are for any thread.
 */
final class DiskWatch {

  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

  private final Supplier<DiskSpace> source;
  private final StagingArea area;
  private volatile boolean isLow;
  private volatile long missingBytes;
  private boolean isUnknown;

  /**
   * Creates it; nothing is looked at yet.
   *
   * @param source asks the disk
   * @param area what is staged on it
   */
  DiskWatch(Supplier<DiskSpace> source, StagingArea area) {
    this.source = source;
    this.area = area;
  }

  /** Whether nothing more may be staged. */
  boolean isLow() {
    return isLow;
  }

  /** How much has to be given back before more may be staged; 0 while it is not low. */
  long missingBytes() {
    return missingBytes;
  }

  /** Asks the disk. */
  void look() {
    try {
      take(source.get());
      isUnknown = false;
    } catch (UncheckedIOException e) {
      if (!isUnknown) {
        isUnknown = true;
        LOG.warn("the free space of the staging disk is not known: {}", e.getMessage());
      }
    }
  }

  /** Keeps what is staged from being taken for forgotten; that it fails once is no harm. */
  void touch() {
    try {
      area.touch();
    } catch (UncheckedIOException e) {
      LOG.debug("the staging directory was not touched", e);
    }
  }

  private void take(DiskSpace space) {
    boolean wasLow = isLow;
    isLow = space.isLow(wasLow);
    missingBytes = isLow ? space.missing() : 0;
    if (isLow && !wasLow) {
      LOG.warn(
          "{}: only {} MiB are free on this disk, below {} MiB nothing more is staged; partitions"
              + " pause, and go on at {} MiB. Make room there, or set raw-zone.staging.directory to"
              + " a larger disk, or raw-zone.staging.max-bytes to less",
          area.path(),
          space.free() >> 20,
          space.floor() >> 20,
          space.enough() >> 20);
    }
    if (wasLow && !isLow) {
      LOG.info("{}: the disk has room again, partitions go on", area.path());
    }
  }
}
