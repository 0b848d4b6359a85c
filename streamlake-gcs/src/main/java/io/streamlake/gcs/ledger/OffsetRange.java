package io.streamlake.gcs.ledger;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A closed range of offsets; in JSON {@code [first,last]}.
 *
 * @param first the lowest offset
 * @param last the highest offset, itself included
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"first", "last"})
public record OffsetRange(long first, long last) {

  /** Checks the components. */
  public OffsetRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "first must be 0 or more and last not below it: [" + first + "," + last + "]");
    }
  }

  /**
   * How many offsets the range has.
   *
   * @return at least one
   */
  public long count() {
    return last - first + 1;
  }

  /**
   * Whether an offset is in the range.
   *
   * @param offset any offset
   * @return true from the first to the last
   */
  public boolean contains(long offset) {
    return first <= offset && offset <= last;
  }
}
