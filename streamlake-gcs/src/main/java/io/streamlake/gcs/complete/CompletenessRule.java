package io.streamlake.gcs.complete;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;

/**
 * When a folder's time is complete: once every partition has passed its end and the lateness.
 *
 * @param lateness how long after a folder's time its records may arrive
 * @param idleAfter how long a partition of which all is landed may claim nothing, while it is
 *     watched, before it no longer holds the others back: the time that records may take to the log
 */
public record CompletenessRule(Duration lateness, Duration idleAfter) {

  /** Checks the components. */
  public CompletenessRule {
    Objects.requireNonNull(lateness, "lateness");
    Objects.requireNonNull(idleAfter, "idleAfter");
    if (lateness.isNegative() || idleAfter.isNegative()) {
      throw new IllegalArgumentException(
          "lateness and idleAfter must not be negative: " + lateness + ", " + idleAfter);
    }
  }

  /**
   * The time that every partition has passed; nothing is passed where there is no partition.
   *
   * @param since when the partitions were looked at first. Before that nobody may have landed
   *     anything, however much there was: so a partition is quiet only once it was watched that
   *     long
   */
  long watermarkMs(Collection<PartitionProgress> partitions, Instant since, Instant now) {
    boolean wasWatched = !since.isAfter(now.minus(idleAfter));
    return partitions.stream()
        .mapToLong(
            partition ->
                wasWatched ? partition.watermarkMs(now, idleAfter) : partition.watermarkMs())
        .min()
        .orElse(PartitionProgress.NEVER);
  }

  boolean isComplete(long endMs, long watermarkMs) {
    return watermarkMs >= endMs + lateness.toMillis();
  }
}
