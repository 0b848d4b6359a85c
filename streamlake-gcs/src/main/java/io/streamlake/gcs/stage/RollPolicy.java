package io.streamlake.gcs.stage;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * When a segment is rolled: closed, claimed and uploaded. Pure; a segment without anything in it
 * never rolls.
 *
 * @param maxBytes compressed bytes over all its files
 * @param maxRecords records over all its files
 * @param maxAge since its first offset was taken, by the wall clock
 */
public record RollPolicy(long maxBytes, long maxRecords, Duration maxAge) {

  /** A claim lists each range of dead and skipped records; this keeps it below a megabyte. */
  public static final int MAX_DEAD_LETTER_RANGES = 10_000;

  /** Checks the components. */
  public RollPolicy {
    Objects.requireNonNull(maxAge, "maxAge");
    if (maxBytes < 1 || maxRecords < 1 || maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException(
          "roll bytes, records and age must be positive: "
              + maxBytes
              + ", "
              + maxRecords
              + ", "
              + maxAge);
    }
  }

  /** Why a segment rolls. */
  public enum Reason {
    /** It has as many compressed bytes as it may. */
    BYTES,
    /** It has as many records as it may. */
    RECORDS,
    /** It lists as many dead and skipped records as it may. */
    DEAD_LETTERS,
    /** It is as old as it may be. */
    AGE
  }

  /**
   * What a segment holds so far.
   *
   * @param offsets positions taken, whatever became of them
   * @param bytes compressed bytes over all its files
   * @param records records over all its files
   * @param deadLetterRanges ranges of dead letters, and of records that are skipped by name
   */
  public record SegmentState(long offsets, long bytes, long records, int deadLetterRanges) {}

  /**
   * Decides about a segment.
   *
   * @param segment what it holds
   * @param age since its first offset was taken
   * @return why it should roll now; empty if it should not
   */
  public Optional<Reason> shouldRoll(SegmentState segment, Duration age) {
    if (segment.offsets() == 0) {
      return Optional.empty();
    }
    if (segment.bytes() >= maxBytes) {
      return Optional.of(Reason.BYTES);
    }
    if (segment.records() >= maxRecords) {
      return Optional.of(Reason.RECORDS);
    }
    if (segment.deadLetterRanges() >= MAX_DEAD_LETTER_RANGES) {
      return Optional.of(Reason.DEAD_LETTERS);
    }
    return age.compareTo(maxAge) >= 0 ? Optional.of(Reason.AGE) : Optional.empty();
  }
}
