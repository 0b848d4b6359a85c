package io.streamlake.core.loop;

import io.streamlake.core.decision.RecordLedger;
import java.util.Collection;
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
   * @param abandoned how many records were fetched and not settled when the loop closed: neither
   *     handled nor dead-lettered, those included that no handler had seen yet. Whoever has the
   *     partition next reads them again, and with them what was settled above the committed offset.
   * @param isClean whether everything that the handler had accepted is settled and committed
   * @param ledger what became of its records in this process, over all its assignments; nothing is
   *     in flight any more
   */
  public record Partition(
      TopicPartition id,
      Optional<Long> committed,
      long abandoned,
      boolean isClean,
      RecordLedger ledger) {}

  /**
   * Whether everything that the handlers had accepted is settled and committed.
   *
   * @return false if the time did not suffice
   */
  public boolean isClean() {
    return partitions.stream().allMatch(Partition::isClean);
  }

  static CloseReport of(Collection<AssignedPartition> left, Partitions partitions) {
    return new CloseReport(
        left.stream().map(partition -> of(partition, partitions.total(partition))).toList());
  }

  /** Before it runs nothing is accepted, but an epoch before it may have left something. */
  private static boolean isClean(AssignedPartition left) {
    return switch (left.phase()) {
      case RUNNING -> left.isAtRest() && !left.isCommitWanted();
      case RESOLVED -> left.resumption().equals(Resumption.NONE) || !left.isCommitWanted();
      default -> !left.isStartingAnew();
    };
  }

  private static Partition of(AssignedPartition left, RecordLedger total) {
    return new Partition(
        left.id(),
        left.committed().map(OffsetAndMetadata::offset),
        left.tracker().inFlight(),
        isClean(left),
        total.abandon());
  }
}
