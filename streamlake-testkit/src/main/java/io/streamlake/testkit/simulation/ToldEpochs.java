package io.streamlake.testkit.simulation;

import io.streamlake.core.LoopEvent;
import io.streamlake.core.LoopObserver;
import io.streamlake.testkit.guarantee.Handling;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.apache.kafka.common.TopicPartition;

/**
 * The epochs of a process whose handlers know nothing of assignments: as its loop tells of them,
 * which it does after an epoch has begun and before its first record is handed over.
 */
final class ToldEpochs implements LoopObserver {

  private final BiFunction<TopicPartition, Long, Testimony> testimonies;
  private final Map<TopicPartition, Testimony> present = new HashMap<>();
  private long begun;

  ToldEpochs(BiFunction<TopicPartition, Long, Testimony> testimonies) {
    this.testimonies = testimonies;
  }

  @Override
  public void on(LoopEvent event) {
    if (event instanceof LoopEvent.Assigned assigned) {
      sorted(assigned.partitions()).forEach(this::begin);
    } else if (event instanceof LoopEvent.Revoked revoked) {
      sorted(revoked.partitions()).forEach(this::end);
    } else if (event instanceof LoopEvent.Restarted restarted) {
      begin(restarted.partition());
    }
  }

  private static List<TopicPartition> sorted(Collection<TopicPartition> partitions) {
    return partitions.stream().sorted(Comparator.comparing(TopicPartition::partition)).toList();
  }

  private void begin(TopicPartition partition) {
    end(partition);
    begun++;
    Testimony testimony = testimonies.apply(partition, begun);
    present.put(partition, testimony);
    testimony.tell(Handling.Kind.ASSIGNED);
  }

  private void end(TopicPartition partition) {
    Testimony ended = present.remove(partition);
    if (ended != null) {
      ended.tell(Handling.Kind.DROPPED);
    }
  }

  /** The present epoch of a partition; nothing is handed over outside of one. */
  Testimony of(TopicPartition partition) {
    return Objects.requireNonNull(present.get(partition), () -> "no epoch of " + partition);
  }
}
