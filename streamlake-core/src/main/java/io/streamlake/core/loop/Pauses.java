package io.streamlake.core.loop;

import io.streamlake.core.decision.FlowControl;
import io.streamlake.core.decision.PauseReason;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Pauses what has a reason to be paused, and nothing else. Used by the poll thread only. */
final class Pauses {

  private final Consumer<byte[], byte[]> consumer;
  private final Partitions partitions;
  private final FlowControl flowControl;

  Pauses(Consumer<byte[], byte[]> consumer, Partitions partitions, FlowControl flowControl) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.flowControl = flowControl;
  }

  /** Brings the consumer's pauses in line with the reasons. */
  void reconcile() {
    long total = partitions.bufferedBytes();
    // what is between two epochs has no reasons, and must not be fetched either
    Set<TopicPartition> wanted = new HashSet<>(consumer.assignment());
    for (AssignedPartition partition : partitions.all()) {
      applyBackpressure(partition, total);
      if (!partition.isPaused()) {
        wanted.remove(partition.id());
      }
    }
    Set<TopicPartition> paused = consumer.paused();
    consumer.pause(without(wanted, paused));
    consumer.resume(without(paused, wanted));
  }

  private void applyBackpressure(AssignedPartition partition, long total) {
    Set<PauseReason> reasons = partition.reasons();
    boolean isPaused = reasons.contains(PauseReason.BACKPRESSURE);
    long buffered = partition.lane().bufferedBytes();
    if (flowControl.shouldPause(isPaused, buffered, total)) {
      reasons.add(PauseReason.BACKPRESSURE);
      return;
    }
    reasons.remove(PauseReason.BACKPRESSURE);
  }

  private static Set<TopicPartition> without(Set<TopicPartition> all, Set<TopicPartition> some) {
    Set<TopicPartition> rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }
}
