package io.streamlake.core.loop;

import io.streamlake.core.Ordering;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.decision.FlowControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Checks what a builder describes, and puts the loop together. For use by one thread. */
final class LoopAssembly {

  private static final FlowControl.Limits DEFAULT_IN_FLIGHT =
      new FlowControl.Limits("Records", 50_000, 500_000);

  private final ConsumerLoopBuilder described;

  LoopAssembly(ConsumerLoopBuilder described) {
    this.described = described;
  }

  /** See {@link ConsumerLoopBuilder#build}. */
  ConsumerLoop build() {
    check();
    Map<String, Object> config = ConsumerConfigs.complete(described.consumerConfig);
    LoopSettings settings =
        new LoopSettings(
            Objects.requireNonNull(described.subscription),
            described.commitPolicy,
            described.commitMode,
            described.startPolicy,
            described.lostOffsetsPolicy,
            new FlowControl(described.bufferedBytes, inFlightLimits()),
            ConsumerConfigs.withinPollInterval(config, described.drainTimeout),
            new Watching(
                described.observer, described.stuckAfter, ConsumerConfigs.maxPollInterval(config)));
    PartitionHandler.Factory handlers = Objects.requireNonNull(described.handler);
    String group = String.valueOf(config.get(ConsumerConfig.GROUP_ID_CONFIG));
    FailureHandling failures =
        new FailureHandling(
            described.classifier,
            described.retryPolicy,
            Optional.ofNullable(described.deadLetters),
            Optional.ofNullable(described.deadLetterLimit),
            group,
            described.time,
            described.jitter);
    List<AutoCloseable> owned = new ArrayList<>();
    Optional.ofNullable(described.deadLetters).ifPresent(owned::add);
    Executor executor = workers(owned);
    Inbox inbox = new Inbox(described.time);
    Partitions partitions = new Partitions(handlers, lanes(failures, executor), inbox);
    Consumer<byte[], byte[]> consumer = described.consumers.apply(config);
    PollLoop pollLoop = new PollLoop(consumer, settings, partitions, inbox, described.time);
    return new ConsumerLoop(
        new LoopParts(group, consumer, pollLoop, inbox, described.time, described.onClose, owned));
  }

  private Executor workers(List<AutoCloseable> owned) {
    Executor given = described.workers;
    return given == null ? Workers.start(described.concurrency, described.threads, owned) : given;
  }

  private FlowControl.Limits inFlightLimits() {
    FlowControl.Limits given = described.inFlightRecords;
    if (given != null) {
      return given;
    }
    boolean boundsItself = described.isHandledByPartition && described.batches == null;
    return boundsItself ? FlowControl.Limits.none("Records") : DEFAULT_IN_FLIGHT;
  }

  private Lanes lanes(FailureHandling failures, Executor executor) {
    BatchTaker batches = described.batches;
    if (batches != null) {
      return Lanes.byBatch(batches, failures, executor);
    }
    if (described.ordering == Ordering.PARTITION) {
      return Lanes.byPartition(failures, executor);
    }
    LaneKeys keys = LaneKeys.of(described.ordering, described.nullKeys);
    return Lanes.byKey(failures, new KeyedLaneSettings(keys, executor, described.concurrency));
  }

  private void check() {
    List<String> reasons = new ArrayList<>();
    ConsumerConfigs.problems(described.consumerConfig)
        .forEach((key, why) -> reasons.add(key + ": " + why));
    if (described.subscription == null) {
      reasons.add("topics: a loop needs topics or a topic pattern");
    }
    if (described.handler == null) {
      reasons.add("handler: a loop needs a handler");
    }
    if (described.ordering != Ordering.PARTITION && described.isHandledByPartition) {
      reasons.add(
          "ordering: "
              + described.ordering
              + " needs a handler or a deferred handler; partition and batch handlers live with"
              + " their partition and need Ordering.PARTITION");
    }
    if (!reasons.isEmpty()) {
      reasons.sort(null);
      throw new IllegalArgumentException(String.join("; ", reasons));
    }
  }
}
