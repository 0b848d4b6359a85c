package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.CommitMetadata;
import io.streamlake.gcs.ledger.LedgerEntry;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators where partitions start and what was landed: one line each. */
final class WriterLog {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionWriter.class);

  private WriterLog() {}

  static void start(Tip tip, Optional<OffsetAndMetadata> committed, long readFrom) {
    Object place = tip.chain().partition();
    if (!tip.isComplete()) {
      LOG.info("{}: the claim [{}, {}) is completed first", place, tip.from(), tip.next());
    }
    Optional<String> landedIn =
        committed
            .flatMap(offset -> CommitMetadata.parse(offset.metadata()))
            .map(CommitMetadata::chain);
    if (landedIn.isPresent() && !landedIn.get().equals(tip.chain().id())) {
      LOG.warn(
          "{}: what the group has committed was landed in the chain {}, and this raw zone has the"
              + " chain {}: its ledger was removed, or location or dataset are others than before."
              + " The raw zone counts; reading starts at {}",
          place,
          landedIn.get(),
          tip.chain().id(),
          readFrom);
      return;
    }
    committed
        .map(OffsetAndMetadata::offset)
        .filter(offset -> offset != readFrom && offset != tip.next())
        .ifPresent(offset -> differs(tip, offset, readFrom));
  }

  private static void differs(Tip tip, long committed, long readFrom) {
    Object place = tip.chain().partition();
    if (committed < tip.next()) {
      LOG.info(
          "{}: the group has committed {}, the raw zone is ahead of it and counts: a crash between"
              + " landing and commit, or a reset by hand; reading starts at {}",
          place,
          committed,
          readFrom);
      return;
    }
    LOG.warn(
        "{}: the group has committed {}, beyond the end of the raw zone; the raw zone counts, reading"
            + " starts at {}. To skip records on purpose, land them as another dataset that starts"
            + " later",
        place,
        committed,
        readFrom);
  }

  static void lost(Tip tip, long from, long readFrom) {
    LOG.warn(
        "{}: the log begins at {}: up to {} records, from offset {} on, are gone and were never"
            + " landed. The next claim accounts for them as a hole, as on-lost-offsets asks for",
        tip.chain().partition(),
        readFrom,
        readFrom - from,
        from);
  }

  static void landed(Landing.Plan plan) {
    LedgerEntry entry = plan.entry();
    LOG.info(
        "{}: landed [{}, {}): {} records in {} objects, {} dead letters, {} bytes",
        entry.topicPartition(),
        entry.from(),
        entry.next(),
        plan.records(),
        plan.staged().size(),
        entry.deadLetterCount(),
        plan.bytes());
  }
}
