package io.streamlake.gcs.writer;

import io.streamlake.core.LostOffsetsException;
import io.streamlake.core.StreamLakeException;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.LedgerEntry;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a claim may be completed with what was staged: an object is created only if the
 * claim, or an amendment that is in the ledger already, says what it holds. May block; safe for use
 * by several threads.
 */
final class Repairs {

  private static final Logger LOG = LoggerFactory.getLogger(Repairs.class);

  private final Ledger ledger;
  private final DataObjects objects;
  private final RecoveryPolicy policy;

  Repairs(Ledger ledger, DataObjects objects, RecoveryPolicy policy) {
    this.ledger = ledger;
    this.objects = objects;
    this.policy = policy;
  }

  /**
   * Amends a claim where that is necessary and allowed.
   *
   * @throws LostOffsetsException if records are gone and the policy does not go on without them
   * @throws StreamLakeException if the log has other records than those which were claimed
   */
  void prepare(Landing.Plan plan, Landing.Repair repair) {
    LedgerEntry claim = plan.entry();
    List<FileEntry> staged = plan.staged().stream().map(StagedObject::file).toList();
    while (true) {
      List<LedgerEntry> amendments = ledger.amendments(plan.chain().place(), claim);
      List<FileEntry> unmatched =
          Reduction.unmatched(claim, amendments, staged).stream()
              .filter(file -> !objects.holds(claim, file))
              .toList();
      if (unmatched.isEmpty()) {
        return;
      }
      LedgerEntry reduced = allowed(plan, repair.reduced(), unmatched);
      LOG.warn(
          "{}: {} of {} records are gone from the log and are left out",
          place(claim),
          claim.records() - reduced.records(),
          claim.records());
      // Whoever is first has that number; then the next round finds its amendment.
      ledger.amend(plan.chain().place(), amendments.size() + 1, reduced);
    }
  }

  private LedgerEntry allowed(
      Landing.Plan plan, Optional<LedgerEntry> reduced, List<FileEntry> unmatched) {
    LedgerEntry claim = plan.entry();
    String what =
        place(claim)
            + ": the log does not give back what was claimed; expected "
            + names(unmatched)
            + ", read "
            + names(plan.staged().stream().map(StagedObject::file).toList());
    if (reduced.isEmpty()) {
      throw new StreamLakeException(
          what + ". These are other records, none of retention or compaction: nothing is landed");
    }
    if (!policy.goesOn()) {
      throw new LostOffsetsException(
          what
              + ". Records are gone by retention or compaction; to go on without them, set"
              + " on-lost-offsets to continue");
    }
    return reduced.get();
  }

  private static String place(LedgerEntry claim) {
    return claim.topicPartition() + "@[" + claim.from() + "," + claim.next() + ")";
  }

  private static List<String> names(List<FileEntry> files) {
    return files.stream()
        .map(file -> file.name() + " (" + file.records() + " records, " + file.content() + ")")
        .toList();
  }
}
