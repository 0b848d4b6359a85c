package io.streamlake.gcs.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;

/**
 * A half-open range of offsets that are knowingly not in the raw zone.
 *
 * @param from the lowest offset
 * @param next the offset after the highest
 * @param reason why
 */
@JsonPropertyOrder({"from", "next", "reason"})
public record Hole(long from, long next, Reason reason) {

  /** Why offsets are missing. */
  public enum Reason {
    /** Policy said so for records that could be neither handled nor dead-lettered. */
    @JsonProperty("skipped")
    SKIPPED,
    /** The topic's retention deleted them before they were landed. */
    @JsonProperty("retention")
    RETENTION,
    /** Compaction removed them before they were landed. */
    @JsonProperty("compaction")
    COMPACTION
  }

  /** Checks the components. */
  public Hole {
    Objects.requireNonNull(reason, "reason");
    if (from < 0 || next <= from) {
      throw new IllegalArgumentException(
          "from must be 0 or more and next above it: [" + from + "," + next + ")");
    }
  }

  /**
   * How many offsets the hole has.
   *
   * @return at least one
   */
  public long count() {
    return next - from;
  }

  /**
   * Whether an offset is in the hole.
   *
   * @param offset any offset
   * @return true from the first up to the next
   */
  public boolean contains(long offset) {
    return from <= offset && offset < next;
  }
}
