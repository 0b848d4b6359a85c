package io.streamlake.gcs.complete;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;

/**
 * When a folder's time is complete: once every partition has passed its end and the lateness.
 *
 * @param lateness how long after a folder's time its records may arrive
 * @param idleAfter how long a partition may claim nothing before it no longer holds the others
 *     back; longer than a segment's roll age, or what is staged would be taken for nothing
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

  /** The time that every partition has passed; nothing is passed where there is no partition. */
  long watermarkMs(Collection<PartitionProgress> partitions, Instant now) {
    return partitions.stream()
        .mapToLong(partition -> partition.watermarkMs(now, idleAfter))
        .min()
        .orElse(PartitionProgress.NEVER);
  }

  boolean isComplete(long endMs, long watermarkMs) {
    return watermarkMs >= endMs + lateness.toMillis();
  }
}
