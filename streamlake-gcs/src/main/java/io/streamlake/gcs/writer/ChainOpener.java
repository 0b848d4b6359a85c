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

  private static final String EARLIEST = "earliest";

  private final Ledger ledger;
  private final Recovery recovery;
  private final Retrying retrying;
  private final Topics topics;
  private final Predecessors predecessors;
  private final RawZoneSettings settings;
  private final TimeSource time;

  ChainOpener(
      Ledger ledger,
      Recovery recovery,
      Retrying retrying,
      Predecessors predecessors,
      RawZoneSettings settings) {
    this.ledger = ledger;
    this.recovery = recovery;
    this.retrying = retrying;
    this.topics = predecessors.topics();
    this.predecessors = predecessors;
    this.settings = settings;
    this.time = topics.time();
  }

  CompletionStage<Tip> open(
      Assignment assignment, Optional<OffsetAndMetadata> committed, BooleanSupplier isWanted) {
    TopicPartition id = assignment.partition();
    return retrying
        .call(id + ": read the chain's root", isWanted, () -> find(id))
        .thenCompose(found -> chain(assignment, found, isWanted))
        .thenCompose(
            chain ->
                retrying.call(
                    id + ": find the chain's end", isWanted, () -> tip(chain, committed)));
  }

  private Topics.Found find(TopicPartition id) {
    Topics.Found found = topics.find(id);
    if (!found.place().equals(id)) {
      predecessors.end(id, found.place());
    }
    return found;
  }

  private CompletionStage<Chain> chain(
      Assignment assignment, Topics.Found found, BooleanSupplier isWanted) {
    TopicPartition id = assignment.partition();
    if (found.root().isPresent()) {
      return CompletableFuture.completedFuture(chain(id, found, found.root().get()));
    }
    return start(assignment, found)
        .thenCompose(
            from ->
                retrying.call(
                    id + ": create the chain's root",
                    isWanted,
                    () -> {
                      ChainRoot root = ledger.createRoot(found.place(), root(found, from));
                      return chain(id, found, root);
                    }));
  }

  /** The root may be another writer's, which knows the topic's id or does not. */
  private static Chain chain(TopicPartition id, Topics.Found found, ChainRoot root) {
    Optional<String> topicId = Optional.ofNullable(root.topicId()).or(found::topicId);
    return new Chain(id, found.place(), root, topicId);
  }

  /** A topic that came after another one is landed whole, whatever the policy says. */
  private CompletionStage<Long> start(Assignment assignment, Topics.Found found) {
    if (found.start().isPresent()) {
      return CompletableFuture.completedFuture(found.start().getAsLong());
    }
    boolean isWhole = settings.startPolicy().equals(EARLIEST);
    if (!found.place().equals(assignment.partition()) && !isWhole) {
      throw new StreamLakeException(
          assignment.partition()
              + ": where the topic that was created anew begins is not known, and "
              + settings.startPolicy()
              + " may lie behind it. Let ClusterIdentity.beginning tell it, or start at earliest");
    }
    return assignment.policyStart();
  }

  private ChainRoot root(Topics.Found found, long from) {
    return new ChainRoot(
        ChainRoot.VERSION,
        topics.clusterId().orElse(null),
        found.topicId().orElse(null),
        UUID.randomUUID().toString(),
        from,
        found.start().isPresent() ? EARLIEST : settings.startPolicy(),
        time.now());
  }

  private Tip tip(Chain chain, Optional<OffsetAndMetadata> committed) {
    Tip tip =
        settings.recovery().goesOn() ? beyondLosses(chain, committed) : known(chain, committed);
    tip.claimToRepair().ifPresent(this::requireSameIsolation);
    return tip;
  }

  private Tip beyondLosses(Chain chain, Optional<OffsetAndMetadata> committed) {
    // asked before the chain is read: what is landed meanwhile is not missing
    long beginning = topics.beginning(chain.partition()).orElse(0);
    return recovery.tip(chain, committed).goingOnFrom(beginning);
  }

  /** Nothing is left behind but what the ledger can do without. */
  private Tip known(Chain chain, Optional<OffsetAndMetadata> committed) {
    Tip tip = recovery.tip(chain, committed);
    if (tip.isComplete()) {
      return tip;
    }
    long beginning = topics.beginning(chain.partition()).orElse(0);
    return beginning <= tip.from()
        ? tip
        : tip.goingOnFrom(
            Math.min(beginning, recovery.neededFrom(chain, tip.entry().orElseThrow())));
  }

  /** A claim can be completed only by a reader that sees what its writer saw. */
  private void requireSameIsolation(LedgerEntry claim) {
    if (!claim.isolationLevel().equals(settings.isolationLevel())) {
      throw new StreamLakeException(
          claim.topicPartition()
              + "@["
              + claim.from()
              + ","
              + claim.next()
              + "): was claimed with isolation.level "
              + claim.isolationLevel()
              + " and is not complete; run with that until it is, this consumer has "
              + settings.isolationLevel());
    }
  }
}
