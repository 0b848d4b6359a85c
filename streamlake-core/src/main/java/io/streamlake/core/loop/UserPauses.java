package io.streamlake.core.loop;

import io.streamlake.core.decision.PauseReason;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What the user has paused. It belongs to the partition in this process: it stays through
 * rebalances and restarts, and may be said before the partition is assigned. Safe for use from any
 * thread.
 */
final class UserPauses {

  private final Set<TopicPartition> paused = ConcurrentHashMap.newKeySet();

  void pause(Collection<TopicPartition> partitions) {
    paused.addAll(partitions);
  }

  void resume(Collection<TopicPartition> partitions) {
    paused.removeAll(Set.copyOf(partitions));
  }

  /** Brings the partitions' reasons in line; on the poll thread. */
  void apply(Collection<AssignedPartition> partitions) {
    for (AssignedPartition partition : partitions) {
      if (paused.contains(partition.id())) {
        partition.reasons().add(PauseReason.USER);
      } else {
        partition.reasons().remove(PauseReason.USER);
      }
    }
  }
}
