package io.streamlake.core.loop;

import io.streamlake.core.decision.FlowControl;
import io.streamlake.core.decision.PauseReason;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pauses what has a reason to be paused, and nothing else. Used by the poll thread only. */
final class Pauses {

  private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);

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
    change(without(wanted, paused), consumer::pause);
    change(without(paused, wanted), consumer::resume);
  }

  /**
   * With KIP-848 a partition that was lost leaves the assignment in the background, some time after
   * the callback; whatever is then left undone is done on the next turn.
   */
  private void change(
      Set<TopicPartition> ids, java.util.function.Consumer<Set<TopicPartition>> call) {
    if (ids.isEmpty()) {
      return;
    }
    try {
      call.accept(ids);
    } catch (IllegalStateException e) {
      if (consumer.assignment().containsAll(ids)) {
        throw e;
      }
      LOG.debug("a partition left before its pause could be changed", e);
    }
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
