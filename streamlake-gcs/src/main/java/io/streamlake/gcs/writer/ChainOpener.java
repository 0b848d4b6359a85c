package io.streamlake.gcs.writer;

import io.streamlake.core.Assignment;
import io.streamlake.core.StreamLakeException;
import io.streamlake.core.TimeSource;
import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.LedgerEntry;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Finds a partition's chain, or begins one, and follows it to its end. */
final class ChainOpener {

  private final Ledger ledger;
  private final Recovery recovery;
  private final Retrying retrying;
  private final ClusterIdentity identity;
  private final String startPolicy;
  private final String isolationLevel;
  private final TimeSource time;

  ChainOpener(
      Ledger ledger,
      Recovery recovery,
      Retrying retrying,
      ClusterIdentity identity,
      RawZoneSettings settings,
      TimeSource time) {
    this.ledger = ledger;
    this.recovery = recovery;
    this.retrying = retrying;
    this.identity = identity;
    this.startPolicy = settings.startPolicy();
    this.isolationLevel = settings.isolationLevel();
    this.time = time;
  }

  CompletionStage<Tip> open(
      Assignment assignment, Optional<OffsetAndMetadata> committed, BooleanSupplier isWanted) {
    TopicPartition id = assignment.partition();
    return retrying
        .call(id + ": read the chain's root", isWanted, () -> ledger.root(id))
        .thenCompose(
            root ->
                root.isPresent()
                    ? CompletableFuture.completedFuture(root.get())
                    : begin(assignment, isWanted))
        .thenCompose(
            root ->
                retrying.call(
                    id + ": find the chain's end", isWanted, () -> tip(id, root, committed)));
  }

  private CompletionStage<ChainRoot> begin(Assignment assignment, BooleanSupplier isWanted) {
    TopicPartition id = assignment.partition();
    return assignment
        .policyStart()
        .thenCompose(
            from ->
                retrying.call(
                    id + ": create the chain's root",
                    isWanted,
                    () -> ledger.createRoot(id, root(id, from))));
  }

  private ChainRoot root(TopicPartition id, long from) {
    return new ChainRoot(
        ChainRoot.VERSION,
        identity.clusterId().orElse(null),
        identity.topicId(id.topic()).orElse(null),
        UUID.randomUUID().toString(),
        from,
        startPolicy,
        time.now());
  }

  private Tip tip(TopicPartition id, ChainRoot root, Optional<OffsetAndMetadata> committed) {
    Chain chain = new Chain(id, root);
    Optional<String> topicId = identity.topicId(id.topic());
    if (chain.isOfOtherTopic(topicId)) {
      throw new StreamLakeException(
          id
              + ": the topic was deleted and created again: its id is "
              + topicId.orElse("unknown")
              + ", the chain in the raw zone belongs to "
              + root.topicId()
              + ". Nothing is landed on top of it; land the new topic as another dataset");
    }
    Tip tip = recovery.tip(chain, committed);
    tip.claimToRepair().ifPresent(this::requireSameIsolation);
    return tip;
  }

  /** A claim can be completed only by a reader that sees what its writer saw. */
  private void requireSameIsolation(LedgerEntry claim) {
    if (!claim.isolationLevel().equals(isolationLevel)) {
      throw new StreamLakeException(
          claim.topicPartition()
              + "@["
              + claim.from()
              + ","
              + claim.next()
              + "): was claimed with isolation.level "
              + claim.isolationLevel()
              + " and is not complete; run with that until it is, this consumer has "
              + isolationLevel);
    }
  }
}
