package io.streamlake.core.loop;

import io.streamlake.core.LoopEvent;
import io.streamlake.core.LoopObserver;
import io.streamlake.core.decision.PauseReason;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Tells where the partitions are, at a steady pace. Used by the poll thread only. */
final class Samples {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Consumer<byte[], byte[]> consumer;
  private final Partitions partitions;
  private final LoopObserver observer;
  private long dueAtNanos = Long.MIN_VALUE;

  Samples(Consumer<byte[], byte[]> consumer, Partitions partitions, LoopObserver observer) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.observer = observer;
  }

  void takeIfDue(long nowNanos) {
    if (dueAtNanos != Long.MIN_VALUE && nowNanos < dueAtNanos) {
      return;
    }
    dueAtNanos = nowNanos + INTERVAL.toNanos();
    Set<TopicPartition> assigned = consumer.assignment();
    List<LoopEvent.Sample> samples =
        partitions.all().stream()
            .filter(partition -> partition.phase() == AssignedPartition.Phase.RUNNING)
            .filter(partition -> assigned.contains(partition.id()))
            .map(this::sample)
            .toList();
    observer.on(new LoopEvent.Sampled(samples));
  }

  private LoopEvent.Sample sample(AssignedPartition partition) {
    Set<String> heldFor =
        partition.reasons().stream()
            .filter(PauseReason::isHeld)
            .map(HeldPartitions::nameOf)
            .collect(Collectors.toSet());
    return new LoopEvent.Sample(
        partition.id(),
        partition.tracker().position(),
        partition.tracker().frontier(),
        partition
            .committed()
            .map(offset -> OptionalLong.of(offset.offset()))
            .orElseGet(OptionalLong::empty),
        end(partition),
        partition.lane().bufferedBytes(),
        heldFor);
  }

  /** The client counts from its own position, which means nothing where offsets are lost. */
  private OptionalLong end(AssignedPartition partition) {
    if (partition.reasons().contains(PauseReason.OFFSETS_LOST)) {
      return OptionalLong.empty();
    }
    OptionalLong lag = lag(partition.id());
    return lag.isPresent()
        ? OptionalLong.of(partition.tracker().position() + Math.max(0, lag.getAsLong()))
        : lag;
  }

  /** With KIP-848 a partition may leave the assignment in the background, before it is told. */
  private OptionalLong lag(TopicPartition id) {
    try {
      return consumer.currentLag(id);
    } catch (IllegalStateException e) {
      if (consumer.assignment().contains(id)) {
        throw e;
      }
      return OptionalLong.empty();
    }
  }
}
