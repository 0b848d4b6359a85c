package io.streamlake.gcs.writer;

import java.util.Objects;
import java.util.Set;

/**
 * What the raw zone may do on its own when the log is not what it was.
 *
 * @param lostOffsets what to do about offsets that are gone before they were landed
 * @param acceptedTopics ids of topics that were deleted and created again, and may be landed beside
 *     their predecessors
 */
public record RecoveryPolicy(LostOffsets lostOffsets, Set<String> acceptedTopics) {

  /** Holds whatever it does not expect. */
  public static final RecoveryPolicy HOLD = new RecoveryPolicy(LostOffsets.HOLD, Set.of());

  /** Copies the set. */
  public RecoveryPolicy {
    Objects.requireNonNull(lostOffsets, "lostOffsets");
    acceptedTopics = Set.copyOf(acceptedTopics);
  }

  boolean goesOn() {
    return lostOffsets == LostOffsets.CONTINUE;
  }
}
