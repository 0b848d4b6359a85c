package io.streamlake.runner.settings;

import io.streamlake.runner.settings.ConflictException.Conflict;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where records go that cannot be landed: exactly one of topic and location.
 *
 * @param topic a topic
 * @param location a place in a bucket or directory; not available in this version
 */
public record DeadLetters(Optional<String> topic, Optional<URI> location) {
  /** Checks that exactly one is there, and that this version has it. */
  public DeadLetters {
    topic = Keys.DEAD_LETTER_TOPIC.require(topic);
    location = Keys.DEAD_LETTER_LOCATION.require(location);
    List<Conflict> conflicts = new ArrayList<>();
    if (topic.isPresent() && location.isPresent()) {
      conflicts.add(
          new Conflict(
              Keys.DEAD_LETTER_TOPIC.name(),
              "stands beside " + Keys.DEAD_LETTER_LOCATION.name() + "; keep one"));
    }
    if (location.isPresent()) {
      conflicts.add(
          new Conflict(
              Keys.DEAD_LETTER_LOCATION.name(),
              "not available in this version, use " + Keys.DEAD_LETTER_TOPIC.name()));
    }
    if (topic.isEmpty() && location.isEmpty()) {
      conflicts.add(new Conflict(Keys.DEAD_LETTER_TOPIC.name(), "must not be empty"));
    }
    ConflictException.throwIfAny(conflicts);
  }

  /**
   * Checks that no dead letter is read as input again.
   *
   * @throws ConflictException if the dead-letter topic is among the topics
   */
  void requireOutside(Topics topics) {
    if (topic.filter(topics::includes).isPresent()) {
      throw ConflictException.of(
          Keys.DEAD_LETTER_TOPIC,
          "is among the topics that are landed: its dead letters would be read for ever");
    }
  }
}
