package io.streamlake.core.loop;

import io.streamlake.core.LoopEvent;
import io.streamlake.core.LoopObserver;
import io.streamlake.core.TimeSource;
import io.streamlake.core.decision.CommitOutcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Watches how commits fare. Used by the poll thread only. */
final class CommitWatch {

  private final TimeSource time;
  private LoopObserver observer = event -> {};
  private long sentAtNanos;
  private long failingSinceNanos;
  private @Nullable Exception lastFailure;

  CommitWatch(TimeSource time) {
    this.time = time;
  }

  void announceTo(LoopObserver told) {
    observer = told;
  }

  void sent() {
    sentAtNanos = time.nanoTime();
  }

  void answered(Map<AssignedPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
    long now = time.nanoTime();
    if (lastFailure == null) {
      failingSinceNanos = now;
    }
    lastFailure = failure;
    Map<TopicPartition, Long> asked = new HashMap<>();
    offsets.forEach((partition, offset) -> asked.put(partition.id(), offset.offset()));
    String outcome =
        failure == null ? "success" : CommitOutcome.of(failure).name().toLowerCase(Locale.ROOT);
    observer.on(
        new LoopEvent.CommitAnswered(
            asked, Duration.ofNanos(now - sentAtNanos), outcome, Optional.ofNullable(failure)));
  }

  /** What is wrong once commits have failed for so long. */
  Optional<String> trouble(Duration tolerance) {
    Duration failing = Duration.ofNanos(time.nanoTime() - failingSinceNanos);
    if (lastFailure == null || failing.compareTo(tolerance) < 0) {
      return Optional.empty();
    }
    return Optional.of("commits have been failing for " + failing + ": " + lastFailure);
  }
}
