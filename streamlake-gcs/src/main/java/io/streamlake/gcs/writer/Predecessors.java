package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.LedgerEntry;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the chains of a topic that was deleted, before its successor is landed: a last claim that is
 * not complete never will be, because its log is gone. May block; safe for use by several threads.
 */
final class Predecessors {

  private static final Logger LOG = LoggerFactory.getLogger(Predecessors.class);

  private final Ledger ledger;
  private final Recovery recovery;
  private final DataObjects objects;
  private final Topics topics;
  private final String writer;

  Predecessors(
      Ledger ledger, Recovery recovery, DataObjects objects, Topics topics, String writer) {
    this.ledger = ledger;
    this.recovery = recovery;
    this.objects = objects;
    this.topics = topics;
    this.writer = writer;
  }

  Topics topics() {
    return topics;
  }

  /** Amends what the other chains of a partition cannot complete any more. */
  void end(TopicPartition partition, TopicPartition present) {
    ledger.places(partition).stream()
        .filter(place -> !place.equals(present))
        .forEach(place -> endAt(partition, place));
  }

  private void endAt(TopicPartition partition, TopicPartition place) {
    ledger
        .root(place)
        .map(root -> recovery.tip(new Chain(partition, place, root), Optional.empty()))
        .flatMap(Tip::claimToRepair)
        .ifPresent(claim -> amend(place, claim));
  }

  private void amend(TopicPartition place, LedgerEntry claim) {
    List<FileEntry> there =
        claim.files().stream().filter(file -> objects.holds(claim, file)).toList();
    int number = ledger.amendments(place, claim).size() + 1;
    LOG.warn(
        "{}: the claim [{}, {}) of a topic that was deleted lacks {} of {} objects for ever",
        place,
        claim.from(),
        claim.next(),
        claim.files().size() - there.size(),
        claim.files().size());
    LedgerEntry amendment =
        Reduction.toFiles(claim, there)
            .amendment(UUID.randomUUID().toString(), writer, topics.time().now());
    ledger.amend(place, number, amendment);
  }
}
