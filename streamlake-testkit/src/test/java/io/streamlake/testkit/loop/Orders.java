package io.streamlake.testkit.loop;

import io.streamlake.core.loop.PartitionStatus;
import io.streamlake.testkit.CommitAttempt;
import io.streamlake.testkit.LoopHarness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The topic that the loop reads in these tests: two partitions. */
final class Orders {

  static final TopicPartition P0 = new TopicPartition("orders", 0);
  static final TopicPartition P1 = new TopicPartition("orders", 1);

  private Orders() {}

  static LoopHarness harness() {
    return LoopHarness.over("orders", 2);
  }

  /** What the group was asked to commit for a partition, in order, refused commits included. */
  static List<Long> tried(LoopHarness harness, TopicPartition partition) {
    return harness.group().commits().stream()
        .map(commit -> Optional.ofNullable(commit.offsets().get(partition)))
        .flatMap(Optional::stream)
        .map(OffsetAndMetadata::offset)
        .toList();
  }

  /** What the group has committed for a partition, in order. */
  static List<Long> applied(LoopHarness harness, TopicPartition partition) {
    return harness.group().commits().stream()
        .filter(CommitAttempt::isApplied)
        .map(commit -> Optional.ofNullable(commit.offsets().get(partition)))
        .flatMap(Optional::stream)
        .map(OffsetAndMetadata::offset)
        .toList();
  }

  /** Where a partition is; takes a turn. */
  static PartitionStatus status(LoopHarness harness, TopicPartition partition) {
    List<PartitionStatus> seen = new ArrayList<>();
    harness.loop().status().thenAccept(seen::addAll);
    harness.turn();
    return seen.stream().filter(one -> one.id().equals(partition)).findAny().orElseThrow();
  }
}
