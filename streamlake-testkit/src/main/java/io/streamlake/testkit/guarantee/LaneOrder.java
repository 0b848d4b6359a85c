package io.streamlake.testkit.guarantee;

import io.streamlake.testkit.guarantee.Handling.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Within an epoch, the records of a lane are handled in order and without a gap; only a record that
 * failed is tried again, and nothing of its lane before it is safe or a dead letter on its way. So
 * nothing below a committed offset is handled again, nor anything that was committed when the epoch
 * began.
 */
public final class LaneOrder implements Guarantee {

  private final Books books = new Books();
  private final Map<Assigned, Map<String, Last>> lanes = new HashMap<>();
  private final Map<Assigned, Long> starts = new HashMap<>();

  private record Assigned(Epoch epoch, TopicPartition partition) {}

  private record Last(long offset, boolean mayGoOn) {}

  /** Begins with an empty log and without members. */
  public LaneOrder() {}

  @Override
  public Optional<String> check(Step step) {
    for (Event event : step.events()) {
      books.add(event);
      if (event instanceof Handling handling) {
        Optional<String> broken = check(handling);
        if (broken.isPresent()) {
          return broken.map(what -> handling + ": " + what);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> check(Handling handling) {
    Assigned assigned = new Assigned(handling.epoch(), handling.partition());
    switch (handling.kind()) {
      case ASSIGNED -> starts.put(assigned, handling.offset());
      case DROPPED -> {
        starts.remove(assigned);
        lanes.remove(assigned);
      }
      case TRIED -> {
        return tried(handling, assigned);
      }
      case FAILED, LETTER_SENT -> outcome(handling, assigned);
      case DONE, LETTER_SAFE -> {}
    }
    return Optional.empty();
  }

  /** A broken promise is for an earlier record: the lane has gone on, and is started anew. */
  private void outcome(Handling handling, Assigned assigned) {
    Map<String, Last> lane = lanes.getOrDefault(assigned, new HashMap<>());
    Last last = lane.get(handling.lane());
    if (last != null && last.offset() == handling.offset()) {
      boolean mayGoOn = handling.kind() == Kind.LETTER_SENT;
      lane.put(handling.lane(), new Last(last.offset(), mayGoOn));
    }
  }

  private Optional<String> tried(Handling handling, Assigned assigned) {
    Map<String, Last> lane = lanes.computeIfAbsent(assigned, key -> new HashMap<>());
    Last last = lane.put(handling.lane(), new Last(handling.offset(), true));
    if (last == null) {
      long start = starts.getOrDefault(assigned, -1L);
      return handling.offset() >= start
          ? Optional.empty()
          : Optional.of(start + " was committed before this epoch began");
    }
    return last.mayGoOn() ? wentOn(handling, last) : again(handling, last);
  }

  private static Optional<String> again(Handling handling, Last last) {
    return handling.offset() == last.offset()
        ? Optional.empty()
        : Optional.of(last.offset() + " has failed and must be tried again first");
  }

  private Optional<String> wentOn(Handling handling, Last last) {
    if (handling.offset() <= last.offset()) {
      return Optional.of("comes after " + last.offset() + ", which did not fail");
    }
    OptionalLong skipped = skipped(handling, last);
    return skipped.isPresent()
        ? Optional.of(skipped.getAsLong() + " was skipped")
        : Optional.empty();
  }

  private OptionalLong skipped(Handling handling, Last last) {
    return books.between(handling.partition(), handling.lane(), last.offset(), handling.offset());
  }
}
