package io.streamlake.runner.job;

import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.PartitionStatus;
import io.streamlake.gcs.complete.CompletenessMarkers;
import io.streamlake.gcs.complete.CompletenessRule;
import io.streamlake.gcs.complete.TopicLogs;
import io.streamlake.gcs.complete.WatchedTopics;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.runner.settings.RawZone.Complete;
import io.streamlake.runner.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Marks complete folders while a loop runs, where the settings ask for it: those of the topics
 * whose partition 0 this process has, so that usually one member of the group looks at each topic's
 * ledger. That it is one is no condition; markers are the same whoever makes them.
 */
final class Completeness implements AutoCloseable {

  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

  private final Settings settings;
  private final ObjectStore store;
  private final TopicLogs logs;
  private Optional<CompletenessMarkers> markers = Optional.empty();

  Completeness(Settings settings, ObjectStore store, TopicLogs logs) {
    this.settings = settings;
    this.store = store;
    this.logs = logs;
  }

  /** Starts to mark; nothing is marked before the first interval has passed. */
  void markWhile(ConsumerLoop loop) {
    Complete complete = settings.rawZone().complete();
    if (!complete.enabled()) {
      return;
    }
    CompletenessRule rule = new CompletenessRule(complete.lateness(), complete.idleAfter());
    markers =
        Optional.of(
            CompletenessMarkers.start(
                store,
                new Layout(settings.dataset()),
                rule,
                interval(complete),
                new WatchedTopics(() -> topics(loop.status().toCompletableFuture().join()), logs)));
  }

  private static Duration interval(Complete complete) {
    return complete.idleAfter().compareTo(LONGEST_INTERVAL) < 0
        ? complete.idleAfter()
        : LONGEST_INTERVAL;
  }

  static Set<String> topics(List<PartitionStatus> partitions) {
    return partitions.stream()
        .map(PartitionStatus::id)
        .filter(partition -> partition.partition() == 0)
        .map(partition -> partition.topic())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void close() {
    markers.ifPresent(CompletenessMarkers::close);
  }
}
