package io.streamlake.core.loop;

import io.streamlake.core.StreamLakeException;
import io.streamlake.core.TimeSource;
import io.streamlake.core.decision.Backoff;
import io.streamlake.core.decision.CommitOutcome;
import io.streamlake.core.decision.PauseReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out where partitions start: the handler's answer, else the frontier of the epoch before or
 * the committed offset, else the start policy. A start that is not committed yet is committed
 * before the first record is handed out. Nothing of this waits in a rebalance callback. Used by the
 * poll thread only.
 */
final class Starter {

  private static final Logger LOG = LoggerFactory.getLogger(Starter.class);
  private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

  private final Consumer<byte[], byte[]> consumer;
  private final Partitions partitions;
  private final StartLookup lookup;
  private final Inbox inbox;
  private final Timers timers;
  private final TimeSource time;
  private final Map<AssignedPartition, Integer> failures = new HashMap<>();

  Starter(
      Consumer<byte[], byte[]> consumer,
      Partitions partitions,
      StartLookup lookup,
      Inbox inbox,
      Timers timers,
      TimeSource time) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.lookup = lookup;
    this.inbox = inbox;
    this.timers = timers;
    this.time = time;
  }

  /** Takes every start one step further. */
  void advance() {
    resolve();
    for (AssignedPartition partition : partitions.all()) {
      if (partition.phase() == AssignedPartition.Phase.RESOLVED && partition.isStartCommitted()) {
        run(partition);
      }
    }
  }

  /** Finds starts out, and runs nothing. */
  void resolve() {
    failures.keySet().removeIf(partition -> !partition.isLive());
    askHandlers();
    lookup.answer();
  }

  boolean isBusy() {
    return partitions.all().stream()
        .anyMatch(partition -> partition.phase() != AssignedPartition.Phase.RUNNING);
  }

  private void askHandlers() {
    Set<AssignedPartition> asking =
        partitions.all().stream()
            .filter(partition -> partition.phase() == AssignedPartition.Phase.NEW)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (asking.isEmpty()) {
      return;
    }
    Set<TopicPartition> ids =
        asking.stream().map(AssignedPartition::id).collect(Collectors.toSet());
    Map<TopicPartition, @Nullable OffsetAndMetadata> found = new HashMap<>();
    try {
      found.putAll(consumer.committed(ids, LOOKUP_TIMEOUT));
    } catch (KafkaException e) {
      if (!CommitOutcome.of(e).isPassing()) {
        throw e;
      }
      LOG.warn("the committed offsets are not known yet, asking again: {}", e.toString());
      return;
    }
    for (AssignedPartition partition : asking) {
      partition.asked(Optional.ofNullable(found.get(partition.id())), time.nanoTime());
      ask(partition);
    }
  }

  private void ask(AssignedPartition partition) {
    startOf(partition)
        .whenComplete(
            (start, failure) ->
                inbox.post(
                    () -> {
                      if (partition.isLive()) {
                        answered(partition, start, failure);
                      }
                    }));
  }

  /** A handler that throws is treated as one whose answer fails: only its partition waits. */
  private static CompletionStage<OptionalLong> startOf(AssignedPartition partition) {
    try {
      return partition.handler().start(partition.committed());
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void answered(
      AssignedPartition partition, @Nullable OptionalLong start, @Nullable Throwable failure) {
    if (failure != null || start == null) {
      hold(partition, failure);
      return;
    }
    failures.remove(partition);
    partition.reasons().remove(PauseReason.HELD);
    if (start.isPresent()) {
      partition.resolved(start.getAsLong());
      return;
    }
    // an epoch that follows another one goes on at its frontier, which may not be committed yet
    OptionalLong known =
        partition.resumption().frontier().isPresent()
            ? partition.resumption().frontier()
            : committedOffset(partition);
    if (known.isPresent()) {
      partition.resolved(known.getAsLong());
      return;
    }
    lookup.request(partition, partition::resolved);
  }

  private static OptionalLong committedOffset(AssignedPartition partition) {
    return partition
        .committed()
        .map(offset -> OptionalLong.of(offset.offset()))
        .orElseGet(OptionalLong::empty);
  }

  private void hold(AssignedPartition partition, @Nullable Throwable failure) {
    int attempts = failures.merge(partition, 1, Integer::sum);
    if (attempts == 1) {
      LOG.error("{}: held, its start cannot be found yet: {}", partition, why(failure));
    }
    partition.reasons().add(PauseReason.HELD);
    Duration delay = Backoff.after(FIRST_BACKOFF, MAX_BACKOFF, attempts, 1);
    timers.after(
        delay,
        time.nanoTime(),
        () -> {
          if (partition.isLive()) {
            ask(partition);
          }
        });
  }

  /** What was meant for people, without the wrappings. */
  private static String why(@Nullable Throwable failure) {
    Throwable inner =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return inner instanceof StreamLakeException
        ? String.valueOf(inner.getMessage())
        : String.valueOf(inner);
  }

  private void run(AssignedPartition partition) {
    long start = partition.tracker().position();
    partition.running();
    Optional<Integer> leaderEpoch = partition.committed().flatMap(OffsetAndMetadata::leaderEpoch);
    consumer.seek(partition.id(), new OffsetAndMetadata(start, leaderEpoch, ""));
    LOG.info("{}: starts at {}", partition, start);
  }

  /** Asks where the start policy starts a partition, for its handler. */
  void requestPolicyStart(AssignedPartition partition, java.util.function.LongConsumer answer) {
    lookup.request(partition, answer);
  }

  static StartLookup lookup(Consumer<byte[], byte[]> consumer, LoopSettings settings) {
    return new StartLookup(
        consumer, settings.subscription(), settings.startPolicy(), LOOKUP_TIMEOUT);
  }
}
