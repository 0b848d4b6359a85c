package io.streamlake.testkit.guarantee;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A record is given up for its own failures only: its dead letter counts the attempts at this
 * record in this epoch, and no others.
 */
public final class OwnAttempts implements Guarantee {

  private final Map<Place, Integer> failures = new HashMap<>();

  private record Place(Epoch epoch, TopicPartition partition, long offset) {}

  /** Begins without failures. */
  public OwnAttempts() {}

  @Override
  public Optional<String> check(Step step) {
    for (Event event : step.events()) {
      if (event instanceof Handling handling && handling.kind() == Handling.Kind.FAILED) {
        Place place = new Place(handling.epoch(), handling.partition(), handling.offset());
        failures.merge(place, 1, Integer::sum);
      } else if (event instanceof Letter letter) {
        Place place = new Place(letter.epoch(), letter.partition(), letter.offset());
        int own = failures.getOrDefault(place, 0);
        if (own != letter.attempts()) {
          return Optional.of(letter + ", though it failed " + own + " times");
        }
      }
    }
    return Optional.empty();
  }
}
