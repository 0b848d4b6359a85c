package io.streamlake.gcs.complete;

import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.LedgerEntry;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a partition is landed, as its claims tell. Pure.
 *
 * @param position every claim that begins below it is complete
 * @param watermarkMs the latest record time claimed so far, in milliseconds since 1970; -1 if there
 *     is none
 * @param lastClaim when the last claim was made, or the chain
 * @param isPending whether something at the position is known and not landed: a claim that is not
 *     complete, or records in the log
 */
record PartitionProgress(long position, long watermarkMs, Instant lastClaim, boolean isPending) {

  static final long NEVER = -1;

  /** A partition whose records have no chain yet. */
  static final PartitionProgress NOTHING_LANDED = start(0, Instant.EPOCH).pending();

  static PartitionProgress start(long position, Instant created) {
    return new PartitionProgress(position, NEVER, created, false);
  }

  /**
   * Moves past a complete claim. A record dated in the future says nothing about the hours up to
   * then, so no record counts as later than its claim.
   */
  PartitionProgress past(LedgerEntry claim) {
    long claimed = claim.createdAt().toEpochMilli();
    long latest =
        claim.files().stream()
            .mapToLong(FileEntry::maxTimestampMs)
            .filter(timestamp -> timestamp >= 0)
            .map(timestamp -> Math.min(timestamp, claimed))
            .max()
            .orElse(NEVER);
    return new PartitionProgress(
        claim.next(), Math.max(watermarkMs, latest), claim.createdAt(), false);
  }

  PartitionProgress pending() {
    return new PartitionProgress(position, watermarkMs, lastClaim, true);
  }

  /**
   * The time that the partition has passed. One that has claimed nothing for a while, and has
   * nothing left to claim, is idle: it has passed the while's beginning.
   */
  long watermarkMs(Instant now, Duration idleAfter) {
    Instant quietSince = now.minus(idleAfter);
    boolean isIdle = !isPending && !lastClaim.isAfter(quietSince);
    return isIdle ? Math.max(watermarkMs, quietSince.toEpochMilli()) : watermarkMs;
  }
}
