package io.streamlake.core.loop;

import io.streamlake.core.decision.PauseReason;
import io.streamlake.core.decision.RecordLedger;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a partition is.
 *
 * @param id the partition
 * @param isRunning whether its start is known and committed
 * @param position the position after everything that was fetched, in offsets; meaningless before it
 *     runs
 * @param frontier everything below it is settled
 * @param committed the last offset that the broker is known to hold, empty if none
 * @param inFlight how many records are fetched and not settled
 * @param bufferedBytes what is fetched and not taken by the handler, roughly
 * @param pauseReasons why it is not fetched from, empty if it is
 * @param ledger what became of its records since it was assigned, or started anew
 * @param total what became of its records in this process, over all its assignments
 */
public record PartitionStatus(
    TopicPartition id,
    boolean isRunning,
    long position,
    long frontier,
    Optional<Long> committed,
    long inFlight,
    long bufferedBytes,
    Set<PauseReason> pauseReasons,
    RecordLedger ledger,
    RecordLedger total) {

  static PartitionStatus of(AssignedPartition partition, RecordLedger total) {
    return new PartitionStatus(
        partition.id(),
        partition.phase() == AssignedPartition.Phase.RUNNING,
        partition.tracker().position(),
        partition.tracker().frontier(),
        partition.committed().map(OffsetAndMetadata::offset),
        partition.tracker().inFlight(),
        partition.lane().bufferedBytes(),
        Set.copyOf(partition.reasons()),
        partition.ledger(),
        total);
  }
}
