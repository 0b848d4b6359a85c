package io.streamlake.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One commit as the coordinator saw it.
 *
 * @param member the id of the member that sent it; another after it was fenced and joined again
 * @param generation the member's generation (classic) or epoch (KIP-848), -1 outside a group
 * @param owned the partitions that the group had given it at that moment
 * @param offsets what it asked to commit
 * @param isApplied whether the offsets are committed
 * @param error what the member was told, empty for success; a commit may be applied and its answer
 *     lost
 */
public record CommitAttempt(
    String member,
    int generation,
    Set<TopicPartition> owned,
    Map<TopicPartition, OffsetAndMetadata> offsets,
    boolean isApplied,
    Optional<RuntimeException> error) {

  /** Copies the partitions and the offsets. */
  public CommitAttempt {
    owned = Set.copyOf(owned);
    offsets = Map.copyOf(offsets);
  }
}
