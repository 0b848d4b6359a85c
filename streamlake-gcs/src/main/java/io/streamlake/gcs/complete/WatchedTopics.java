package io.streamlake.gcs.complete;

import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The topics whose hours are marked.
 *
 * @param names their names in Kafka, as of now
 * @param logs where their logs end
 */
public record WatchedTopics(Supplier<Set<String>> names, TopicLogs logs) {

  /** Checks the components. */
  public WatchedTopics {
    Objects.requireNonNull(names, "names");
    Objects.requireNonNull(logs, "logs");
  }
}
