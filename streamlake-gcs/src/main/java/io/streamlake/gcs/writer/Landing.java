package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.LedgerEntry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Makes a staged segment safe: the claim first, then its data objects in parallel. Safe for use by
 * several threads.
 */
final class Landing {

  private final Topics topics;
  private final Ledger ledger;
  private final Repairs repairs;
  private final DataObjects objects;
  private final Retrying retrying;

  Landing(Topics topics, Ledger ledger, Repairs repairs, DataObjects objects, Retrying retrying) {
    this.topics = topics;
    this.ledger = ledger;
    this.repairs = repairs;
    this.objects = objects;
    this.retrying = retrying;
  }

  /** How it ended. */
  enum Outcome {
    /** The claim is ours and its objects are in the bucket. */
    LANDED,
    /** Another writer has claimed the range. */
    LOST
  }

  /**
   * What is to be landed.
   *
   * @param chain where
   * @param entry the claim, with the files as it pins them
   * @param staged the local files, each under the name of one of the claim's
   * @param repair how the claim is completed; empty if it is still to be made
   */
  record Plan(Chain chain, LedgerEntry entry, List<StagedObject> staged, Optional<Repair> repair) {

    /** The records that its files hold: fewer than were claimed where some are lost. */
    long records() {
      return staged.stream().mapToLong(each -> each.file().records()).sum();
    }

    /** The bytes to upload. */
    long bytes() {
      return staged.stream().mapToLong(each -> each.file().bytes()).sum();
    }
  }

  /**
   * How a claim that exists is completed.
   *
   * @param reduced what it becomes if records are missing; empty if that is not what differs
   */
  record Repair(Optional<LedgerEntry> reduced) {}

  /**
   * Lands a segment.
   *
   * @param readUntilNanos when its last record had been read
   * @param rank asked before each request, see {@link StoreQueue}
   */
  CompletableFuture<Outcome> land(
      Plan plan, long readUntilNanos, BooleanSupplier isWanted, LongSupplier rank) {
    Retrying.Caller caller = retrying.caller(isWanted, rank);
    return caller
        .call(
            place(plan) + ": ask for the topic's id",
            () -> {
              topics.requireSame(plan.chain(), readUntilNanos);
              return true;
            })
        .thenCompose(isSame -> caller.call(place(plan) + ": claim", () -> own(plan)))
        .thenCompose(
            isOurs ->
                isOurs ? createAll(plan, caller) : CompletableFuture.completedFuture(Outcome.LOST));
  }

  /** Claims, or finds that the claim which exists may be completed. */
  private boolean own(Plan plan) {
    if (plan.repair().isEmpty()) {
      return ledger.claim(plan.chain().place(), plan.entry());
    }
    repairs.prepare(plan, plan.repair().get());
    return true;
  }

  private CompletableFuture<Outcome> createAll(Plan plan, Retrying.Caller caller) {
    CompletableFuture<?>[] created =
        plan.staged().stream()
            .map(staged -> create(plan, staged, caller))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(created).thenApply(nothing -> Outcome.LANDED);
  }

  private CompletableFuture<?> create(Plan plan, StagedObject staged, Retrying.Caller caller) {
    return caller.call(
        place(plan) + ": create " + staged.file().name(),
        () -> {
          objects.create(plan.entry(), staged);
          return "created";
        });
  }

  private static String place(Plan plan) {
    LedgerEntry entry = plan.entry();
    return entry.topicPartition() + "@[" + entry.from() + "," + entry.next() + ")";
  }
}
