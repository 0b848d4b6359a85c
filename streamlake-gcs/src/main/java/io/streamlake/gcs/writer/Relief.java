package io.streamlake.gcs.writer;

import io.streamlake.gcs.stage.StagingArea;
import io.streamlake.gcs.writer.LargestFirst.Candidate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room before a limit is reached, or where it is: the largest segments over all partitions
 * roll, each on its own lane. A segment that closes gives its files back at once, its bytes when it
 * is landed. Safe for use by several threads.
 */
final class Relief {

  private static final Logger LOG = LoggerFactory.getLogger(Relief.class);

  private final Collection<LogWatch.Live> writers;
  private final StagingArea area;
  private final OpenFiles openFiles;
  private final DiskWatch disk;
  private int filesLeft;
  private boolean wasFull;

  /**
   * Creates it.
   *
   * @param writers all partitions; changes under its eyes
   */
  Relief(Collection<LogWatch.Live> writers, StagingArea area, OpenFiles openFiles, DiskWatch disk) {
    this.writers = writers;
    this.area = area;
    this.openFiles = openFiles;
    this.disk = disk;
    this.filesLeft = openFiles.turn();
  }

  /** Looks, now and then; more files may be closed again. */
  synchronized void tick() {
    filesLeft = openFiles.turn();
    tell();
    look();
  }

  /** Looks, because somebody has come to a limit. */
  synchronized void look() {
    List<Candidate<PartitionBounds>> open = new ArrayList<>();
    long asked = 0;
    for (LogWatch.Live each : writers) {
      PartitionBounds bounds = each.writer().bounds();
      OpenShare share = bounds.share();
      if (bounds.isAsked()) {
        asked += share.files();
      } else {
        open.add(new Candidate<>(bounds, share));
      }
    }
    roll(LargestFirst.choose(open, bytesWanted(open), OpenShare::bytes), "STAGING_FULL");
    long files = Math.min(openFiles.shortage() - asked, filesLeft);
    filesLeft -= roll(LargestFirst.choose(open, files, OpenShare::files), "OPEN_FILES");
  }

  /** What is closed is on its way already; what is open must leave room for it. */
  private long bytesWanted(List<Candidate<PartitionBounds>> open) {
    long held = open.stream().mapToLong(each -> each.share().bytes()).sum();
    long leaving = Math.max(0, area.reservedBytes() - held);
    return Math.max(held - area.maxOpenBytes(), disk.missingBytes() - leaving);
  }

  /** Answers how many files that closes. */
  private static int roll(List<PartitionBounds> chosen, String reason) {
    int files = 0;
    for (PartitionBounds each : chosen) {
      files += each.share().files();
      each.askToRoll(reason);
    }
    return files;
  }

  private void tell() {
    if (area.isFull() != wasFull) {
      wasFull = area.isFull();
      if (wasFull) {
        LOG.warn(
            "staging is full: partitions pause until the store has taken what is staged. If the"
                + " store is well, let more be under way: raw-zone.limits.uploads, or"
                + " raw-zone.staging.max-bytes");
      } else {
        LOG.info("staging has room again");
      }
    }
  }
}
