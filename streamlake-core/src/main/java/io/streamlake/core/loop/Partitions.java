package io.streamlake.core.loop;

import io.streamlake.core.PartitionHandler;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that this consumer has, each in its present epoch. Used by the poll thread only.
 */
final class Partitions {

  private final Map<TopicPartition, AssignedPartition> live = new HashMap<>();
  private final PartitionHandler.Factory handlers;
  private final Lanes lanes;
  private final Inbox inbox;
  private long epochs;

  Partitions(PartitionHandler.Factory handlers, Lanes lanes, Inbox inbox) {
    this.handlers = handlers;
    this.lanes = lanes;
    this.inbox = inbox;
  }

  Collection<AssignedPartition> all() {
    return live.values();
  }

  Optional<AssignedPartition> find(TopicPartition id) {
    return Optional.ofNullable(live.get(id));
  }

  List<AssignedPartition> findAll(Collection<TopicPartition> ids) {
    return ids.stream().flatMap(id -> find(id).stream()).toList();
  }

  /** Begins an epoch of a partition that has none. */
  AssignedPartition begin(
      TopicPartition id, Resumption resumption, PartitionLink.PartitionEvents events) {
    PartitionLink link = new PartitionLink(id, ++epochs, inbox, events);
    PartitionHandler handler = handlers.assigned(link);
    Lane lane = lanes.open(handler, link);
    AssignedPartition partition =
        new AssignedPartition(id, link.epoch(), resumption, handler, lane);
    link.connect(partition);
    live.put(id, partition);
    return partition;
  }

  /** Ends a partition's epoch. */
  void end(AssignedPartition partition) {
    live.remove(partition.id(), partition);
    partition.drop();
  }

  /** What all partitions buffer, but for those that are held: they must not stop the others. */
  long bufferedBytes() {
    long total = 0;
    for (AssignedPartition partition : live.values()) {
      total += partition.isHeld() ? 0 : partition.lane().bufferedBytes();
    }
    return total;
  }
}
