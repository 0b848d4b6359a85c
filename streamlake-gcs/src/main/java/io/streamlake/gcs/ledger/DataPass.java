package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.Finding.Kind;
import io.streamlake.gcs.ledger.Layout.DataName;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoredObject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The second pass of an audit: every data object below the ledgers' tips, in the order of the
 * listing, is added to its chain's sums.
 */
final class DataPass {

  private static final String STRAY =
      "no claim names this data object; its records are landed elsewhere or nowhere";

  private final ObjectStore store;
  private final Layout layout;
  private final boolean deep;
  private final Map<TopicPartition, AuditedChain> chains;
  private final Consumer<Finding> findings;

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
    if (chain == null) {
      answers.ask(() -> isNew(name.partition()) ? () -> {} : () -> stray(name, object.name()));
      return;
    }
    if (name.from() >= chain.account().tip()) {
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
          Optional<StoredObject> found = store.head(object.name());
          return () -> add(sums, found.orElse(object));
        });
  }

  /** A partition without a listed ledger may be new: then its root is there by now. */
  private boolean isNew(TopicPartition partition) {
    return store.head(layout.chainRoot(partition)).isPresent();
  }

  private void last(AuditedChain chain, DataName name, StoredObject object) {
    boolean isNamed =
        chain.last().stream()
            .flatMap(claim -> claim.files().stream())
            .anyMatch(file -> file.name().equals(object.name()));
    if (isNamed) {
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
                              boolean isClaimed = isClaimed(reader, name, object.name());
                              return isClaimed ? () -> {} : () -> stray(name, object.name());
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

  /** What a damaged claim names nobody knows. */
  private static boolean isClaimed(LedgerReader reader, DataName name, String object) {
    Optional<Read<LedgerEntry>> claim = reader.claim(name.partition(), name.from());
    return claim.isPresent()
        && claim.get().value().stream()
            .map(LedgerEntry::files)
            .allMatch(files -> files.stream().anyMatch(file -> file.name().equals(object)));
  }
}
