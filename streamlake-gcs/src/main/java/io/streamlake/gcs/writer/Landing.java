package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.LedgerEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Makes a staged segment safe: the claim first, then its data objects in parallel. Safe for use by
 * several threads.
 */
final class Landing {

  private final Ledger ledger;
  private final DataObjects objects;
  private final Retrying retrying;

  Landing(Ledger ledger, DataObjects objects, Retrying retrying) {
    this.ledger = ledger;
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
   * @param entry the claim, with the files as it pins them
   * @param isClaimed whether the claim exists already
   * @param staged the local files, each under the name of one of the claim's
   */
  record Plan(LedgerEntry entry, boolean isClaimed, List<StagedObject> staged) {}

  CompletableFuture<Outcome> land(Plan plan, BooleanSupplier isWanted) {
    CompletableFuture<Boolean> claimed =
        plan.isClaimed()
            ? CompletableFuture.completedFuture(true)
            : retrying.call(place(plan) + ": claim", isWanted, () -> ledger.claim(plan.entry()));
    return claimed.thenCompose(
        isOurs ->
            isOurs ? createAll(plan, isWanted) : CompletableFuture.completedFuture(Outcome.LOST));
  }

  private CompletableFuture<Outcome> createAll(Plan plan, BooleanSupplier isWanted) {
    CompletableFuture<?>[] created =
        plan.staged().stream()
            .map(staged -> create(plan, staged, isWanted))
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(created).thenApply(nothing -> Outcome.LANDED);
  }

  private CompletableFuture<?> create(Plan plan, StagedObject staged, BooleanSupplier isWanted) {
    return retrying.call(
        place(plan) + ": create " + staged.file().name(),
        isWanted,
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
