package io.streamlake.gcs.complete;

import io.streamlake.gcs.ledger.AmendedProof;
import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.FileCheck;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.LedgerIndex;
import io.streamlake.gcs.ledger.LedgerJson;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads chains from their claims. For one thread; every method may block. */
final class ChainFollower {

  private final ObjectStore store;
  private final Layout layout;
  private final LedgerIndex index;

  /** Roots never change. */
  private final Map<TopicPartition, ChainRoot> roots = new HashMap<>();

  ChainFollower(ObjectStore store, Layout layout) {
    this.store = store;
    this.layout = layout;
    this.index = new LedgerIndex(store, layout);
  }

  List<TopicPartition> partitions(String topic) {
    return index.partitions(topic);
  }

  /** Where a chain begins; empty if it has no root yet. */
  Optional<PartitionProgress> start(TopicPartition partition) {
    return root(partition).map(root -> PartitionProgress.start(root.from(), root.createdAt()));
  }

  /** The beginning of a chain's last claim; what is before it is complete. */
  Optional<PartitionProgress> lastClaim(TopicPartition partition) {
    OptionalLong last = index.lastClaim(partition);
    return root(partition)
        .map(root -> PartitionProgress.start(last.orElse(root.from()), root.createdAt()));
  }

  /** A chain's root; empty if it has none yet. */
  Optional<ChainRoot> root(TopicPartition partition) {
    Optional<ChainRoot> root =
        Optional.ofNullable(roots.get(partition)).or(() -> readRoot(partition));
    root.ifPresent(found -> roots.put(partition, found));
    return root;
  }

  private Optional<ChainRoot> readRoot(TopicPartition partition) {
    String name = layout.chainRoot(partition);
    return store.read(name).map(json -> LedgerJson.readRoot(name, json));
  }

  Optional<LedgerEntry> claim(TopicPartition partition, long from) {
    String name = layout.entry(partition, from);
    return store.read(name).map(json -> LedgerJson.readEntry(name, json, partition, from));
  }

  /** Goes on to a chain's tip; tells the folder of each file on the way. */
  PartitionProgress follow(
      TopicPartition partition, PartitionProgress known, Consumer<String> folders) {
    PartitionProgress progress = known;
    Optional<LedgerEntry> claim = claim(partition, progress.position());
    while (claim.isPresent()) {
      LedgerEntry present = claim.get();
      Optional<LedgerEntry> next = claim(partition, present.next());
      // A claim that another one follows was complete before that one was made.
      if (next.isEmpty() && !isComplete(present)) {
        return progress.pending();
      }
      progress = progress.past(present);
      present.files().forEach(file -> folders.accept(folder(file)));
      claim = next;
    }
    return progress;
  }

  /** How many of the claim's records an object lacks, as an amendment says. */
  long lost(LedgerEntry claim, FileEntry file, StoredObject object) {
    boolean isFirstWriters = object.size() == file.bytes();
    return isFirstWriters
        ? 0
        : new AmendedProof(store, layout, false).check(claim, file, Optional.of(object)).lost();
  }

  private boolean isComplete(LedgerEntry claim) {
    AmendedProof proof = new AmendedProof(store, layout, false);
    return claim.files().stream()
        .allMatch(
            file ->
                store.head(file.name()).isPresent()
                    || proof.check(claim, file, Optional.empty()).verdict()
                        == FileCheck.Verdict.RIGHT);
  }

  private String folder(FileEntry file) {
    return layout.parseData(file.name()).map(Layout.DataName::folder).orElse("");
  }
}
