package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.Finding.Kind;
import io.streamlake.gcs.ledger.Layout.DataName;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A topic's data objects as listed, set against what its claims name. */
final class ListedObjects {

  private record Claimed(LedgerEntry claim, FileEntry file) {}

  private record Stray(String object, DataName name) {}

  private final Layout layout;
  private final Map<TopicPartition, PartitionLedger> chains;
  private final Set<String> claimed;
  private final Map<String, StoredObject> found = new HashMap<>();
  private final List<Stray> strays = new ArrayList<>();

  private ListedObjects(Layout layout, Map<TopicPartition, PartitionLedger> chains) {
    this.layout = layout;
    this.chains = chains;
    this.claimed =
        chains.values().stream()
            .flatMap(PartitionLedger::entries)
            .flatMap(entry -> entry.files().stream())
            .map(FileEntry::name)
            .collect(Collectors.toCollection(HashSet::new));
  }

  static ListedObjects list(
      ObjectStore store, Layout layout, String topic, Map<TopicPartition, PartitionLedger> chains) {
    ListedObjects objects = new ListedObjects(layout, chains);
    store.list(layout.dataPrefix(topic), objects::add);
    return objects;
  }

  private void add(StoredObject object) {
    if (claimed.contains(object.name())) {
      found.put(object.name(), object);
      return;
    }
    layout
        .parseData(object.name())
        .filter(this::isBelowTheTip)
        .ifPresent(name -> strays.add(new Stray(object.name(), name)));
  }

  private boolean isBelowTheTip(DataName name) {
    @Nullable PartitionLedger chain = chains.get(name.partition());
    return chain == null || (name.from() < chain.tip() && !chain.isDamagedAt(name.from()));
  }

  /** Compares a chain's data objects with its claims, by their names. */
  Map<String, FileCheck> check(PartitionLedger chain, AmendedProof proof, ParallelCalls calls) {
    List<Claimed> files =
        chain
            .entries()
            .flatMap(entry -> entry.files().stream().map(file -> new Claimed(entry, file)))
            .toList();
    List<FileCheck> outcomes =
        calls.map(
            files,
            each ->
                proof.check(
                    each.claim(), each.file(), Optional.ofNullable(found.get(each.file().name()))));
    Map<String, FileCheck> checks = new HashMap<>();
    for (int index = 0; index < files.size(); index++) {
      checks.put(files.get(index).file().name(), outcomes.get(index));
    }
    return checks;
  }

  /** Objects that no claim names, though the ledger reaches beyond them. */
  List<Finding> strays(ObjectStore store) {
    return strays.stream()
        .filter(stray -> isUnaccounted(store, stray.name()))
        .map(
            stray ->
                new Finding(
                    Kind.OVERLAP,
                    stray.name().partition().topic(),
                    stray.name().partition().partition(),
                    stray.object(),
                    "no claim names this data object; its records are landed elsewhere or nowhere"))
        .toList();
  }

  /** A partition without a listed ledger may be new: then its root is there by now. */
  private boolean isUnaccounted(ObjectStore store, DataName name) {
    return chains.containsKey(name.partition())
        || store.head(layout.chainRoot(name.partition())).isEmpty();
  }
}
