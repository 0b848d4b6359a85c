package io.streamlake.runner.settings;

import io.streamlake.runner.settings.ConflictException.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The topics that are landed: exactly one of names and pattern is there.
 *
 * @param names legal, different topic names
 * @param regex a regular expression that a topic's whole name has to match
 */
public record Topics(List<String> names, Optional<String> regex) {
  /** Checks that exactly one is there, and that it is legal. */
  public Topics {
    names = List.copyOf(names);
    Keys.TOPICS.require(names);
    regex.ifPresent(Keys.TOPIC_PATTERN::parse);
    List<Conflict> conflicts = new ArrayList<>();
    if (names.isEmpty() && regex.isEmpty()) {
      conflicts.add(new Conflict(Keys.TOPICS.name(), "set this or " + Keys.TOPIC_PATTERN.name()));
    }
    if (!names.isEmpty() && regex.isPresent()) {
      conflicts.add(
          new Conflict(
              Keys.TOPIC_PATTERN.name(), "stands beside " + Keys.TOPICS.name() + "; keep one"));
    }
    ConflictException.throwIfAny(conflicts);
  }

  /** The pattern, compiled. */
  public Optional<Pattern> pattern() {
    return regex.map(Pattern::compile);
  }

  /** Whether a topic is landed. */
  public boolean includes(String topic) {
    return names.contains(topic)
        || pattern().map(found -> found.matcher(topic).matches()).orElse(false);
  }
}
