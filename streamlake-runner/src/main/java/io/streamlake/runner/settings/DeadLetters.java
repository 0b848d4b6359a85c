package io.streamlake.runner.settings;

import io.streamlake.runner.settings.ConflictException.Conflict;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where records go that cannot be landed: exactly one of topic and location.
 *
 * @param topic a topic
 * @param location a place in a bucket or directory
 * @param oversize what happens to letters that are too large for the topic
 */
public record DeadLetters(Optional<String> topic, Optional<URI> location, Oversize oversize) {

  /** The folders of a dataset whose objects are not to be mixed with letters. */
  private static final Set<String> TAKEN = Set.of("data", "_ledger", "_complete");

  /** Checks that exactly one is there. */
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
    if (topic.isEmpty() && location.isEmpty()) {
      conflicts.add(new Conflict(Keys.DEAD_LETTER_TOPIC.name(), "must not be empty"));
    }
    if (topic.isEmpty() && oversize != Oversize.HOLD) {
      conflicts.add(
          new Conflict(
              Keys.DEAD_LETTER_OVERSIZE.name(),
              "is about letters in a topic; in "
                  + Keys.DEAD_LETTER_LOCATION.name()
                  + " none is too large"));
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

  /**
   * Checks that no reader of the raw zone takes a dead letter for data: letters may lie beside the
   * data, in their own folder, but not among it.
   *
   * @param rawZone the raw zone's location
   * @throws ConflictException if the location is a folder of one of its datasets, or in one
   */
  void requireOutside(URI rawZone) {
    if (location.filter(place -> isAmongData(folders(rawZone), folders(place))).isPresent()) {
      throw ConflictException.of(
          Keys.DEAD_LETTER_LOCATION,
          "is in a folder that the raw zone uses; letters have their own below "
              + Keys.LOCATION.name()
              + ", give that or another place");
    }
  }

  private static boolean isAmongData(List<String> rawZone, List<String> place) {
    int dataset = rawZone.size();
    return place.size() > dataset + 1
        && place.subList(0, dataset).equals(rawZone)
        && TAKEN.contains(place.get(dataset + 1));
  }

  private static List<String> folders(URI location) {
    List<String> folders = new ArrayList<>();
    folders.add(location.getScheme() + "://" + location.getAuthority());
    for (String folder : location.getPath().split("/", -1)) {
      if (!folder.isEmpty()) {
        folders.add(folder);
      }
    }
    return folders;
  }
}
