package io.streamlake.testkit.simulation;

import io.streamlake.core.Ordering;
import java.util.Arrays;

/** Names the lane of a record within its partition: records of one name stay in order. */
final class LaneNames {

  private final Ordering ordering;

  LaneNames(Ordering ordering) {
    this.ordering = ordering;
  }

  String laneOf(byte[] key, long offset) {
    return switch (ordering) {
      case PARTITION -> "all";
      case KEY -> Arrays.toString(key);
      case UNORDERED -> String.valueOf(offset);
    };
  }
}
