package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.Finding.Kind;
import io.streamlake.gcs.ledger.Layout.DataName;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoredObject;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The second pass of an audit: every data object below the ledgers' tips, in the order of the
 * listing, is added to its chain's sums. One at or above the tip was claimed since, or has lost its
 * claim.
 */
final class DataPass {

  private static final String STRAY =
      "no claim names this data object, though its range is claimed";

  private final ObjectStore store;
  private final Layout layout;
  private final boolean deep;
  private final Map<TopicPartition, AuditedChain> chains;
  private final Consumer<Finding> findings;
  private final LostClaims lost;
  private final SingleObjects objects;

  /** Creates the pass; a deep one reads all data elsewhere, so that here names are enough. */
  DataPass(
      ObjectStore store,
      Layout layout,
      boolean deep,
      Map<TopicPartition, AuditedChain> chains,
      Consumer<Finding> findings) {
    this.store = store;
    this.layout = layout;
    this.deep = deep;
    this.chains = chains;
    this.findings = findings;
    this.lost = new LostClaims(layout);
    this.objects = new SingleObjects(store, layout);
  }

  void list(String prefix, ParallelCalls calls, AuditProgress progress) {
    ParallelCalls.Queue answers = calls.queue();
    store.list(
        prefix,
        object ->
            layout
                .parseData(object.name())
                .ifPresent(
                    name -> {
                      listed(name, object, answers);
                      progress.object(name.partition().topic());
                    }));
    answers.hearAll();
  }

  private void listed(DataName name, StoredObject object, ParallelCalls.Queue answers) {
    @Nullable AuditedChain chain = chains.get(name.partition());
    if (chain == null || name.from() >= chain.account().tip()) {
      answers.ask(() -> isClaimed(name) ? () -> {} : () -> unclaimed(name, object.name()));
      return;
    }
    if (chain.isLast(name.from())) {
      last(chain, name, object);
      return;
    }
    FileSums sums = chain.buckets().found(name.from());
    if (isTold(object)) {
      add(sums, object);
      return;
    }
    answers.ask(
        () -> {
          StoredObject found =
              objects.ask(() -> store.head(object.name()).orElse(object), why -> object);
          return () -> add(sums, found);
        });
  }

  /** What came after the ledger was listed has its claim by now: the claim was there first. */
  private boolean isClaimed(DataName name) {
    return store.head(layout.entry(name.partition(), name.from())).isPresent();
  }

  /** No claim begins where the object does: it is gone, unless another one covers its range. */
  private void unclaimed(DataName name, String object) {
    @Nullable AuditedChain chain = chains.get(name.partition());
    OptionalLong gap = chain == null ? OptionalLong.of(0) : chain.account().gap(name.from());
    if (gap.isPresent()) {
      lost.add(name.partition(), gap.getAsLong(), name.from(), object);
    } else {
      stray(name, object);
    }
  }

  private void last(AuditedChain chain, DataName name, StoredObject object) {
    if (chain.last().flatMap(claim -> claim.file(object.name())).isPresent()) {
      chain.addLastObject(object);
    } else {
      stray(name, object.name());
    }
  }

  /** A directory's listing tells neither content nor checksum. */
  private boolean isTold(StoredObject object) {
    return deep
        || object.crc32c().isPresent()
        || ObjectMetadata.content(object.metadata()).isPresent();
  }

  private static void add(FileSums sums, StoredObject object) {
    sums.add(
        object.name(), ObjectMetadata.content(object.metadata()), object.size(), object.crc32c());
  }

  private void stray(DataName name, String object) {
    findings.accept(LedgerPass.finding(name.partition(), Kind.OVERLAP, object, STRAY));
  }

  /** Lists again, and names the objects that no claim names, where a chain's sums differ. */
  void strays(String prefix, ParallelCalls calls) {
    LedgerReader reader = new LedgerReader(store, layout);
    ParallelCalls.Queue answers = calls.queue();
    store.list(
        prefix,
        object ->
            layout
                .parseData(object.name())
                .filter(this::isSuspect)
                .ifPresent(
                    name ->
                        answers.ask(
                            () -> {
                              Optional<Read<LedgerEntry>> claim =
                                  reader.claim(name.partition(), name.from());
                              return () -> judge(name, object.name(), claim);
                            })));
    answers.hearAll();
  }

  private boolean isSuspect(DataName name) {
    @Nullable AuditedChain chain = chains.get(name.partition());
    return chain != null
        && name.from() < chain.account().tip()
        && !chain.isLast(name.from())
        && chain.buckets().differsAt(name.from(), deep);
  }

  private void judge(DataName name, String object, Optional<Read<LedgerEntry>> claim) {
    if (claim.isEmpty()) {
      unclaimed(name, object);
    } else if (claim.get().value().stream().anyMatch(entry -> entry.file(object).isEmpty())) {
      stray(name, object); // what a damaged claim names nobody knows
    }
  }

  /** Tells of the claims that are gone, once all objects are listed. */
  void tellLostClaims() {
    lost.findings().forEach(findings);
  }
}
