package io.streamlake.core.loop;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How a loop ended.
 *
 * @param partitions what became of each partition that it had
 */
public record CloseReport(List<Partition> partitions) {

  /** Copies the list. */
  public CloseReport {
    partitions = List.copyOf(partitions);
  }

  /**
   * How a partition was left.
   *
   * @param id the partition
   * @param committed the last offset that the broker is known to hold, empty if none
   * @param abandoned how many records were read and are not committed: they will be read again
   * @param isClean whether everything that the handler had accepted is settled and committed
   */
  public record Partition(
      TopicPartition id, Optional<Long> committed, long abandoned, boolean isClean) {}

  /**
   * Whether everything that the handlers had accepted is settled and committed.
   *
   * @return false if the time did not suffice
   */
  public boolean isClean() {
    return partitions.stream().allMatch(Partition::isClean);
  }

  static CloseReport of(List<AssignedPartition> left) {
    return new CloseReport(left.stream().map(CloseReport::of).toList());
  }

  /**
   * Before a start is known nothing is accepted, but an epoch before it may have left something.
   */
  private static boolean isClean(AssignedPartition left) {
    if (left.phase() == AssignedPartition.Phase.RUNNING) {
      return left.isAtRest() && !left.isCommitWanted();
    }
    return left.resumption().equals(Resumption.NONE);
  }

  private static Partition of(AssignedPartition left) {
    return new Partition(
        left.id(),
        left.committed().map(OffsetAndMetadata::offset),
        left.tracker().inFlight(),
        isClean(left));
  }
}
