package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.PartitionLedger.Read;
import io.streamlake.gcs.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** Reads a partition's ledger. Damaged objects are part of the answer, not failures. */
final class ChainReader {

  private final ObjectStore store;
  private final Layout layout;
  private final ParallelCalls calls;

  ChainReader(ObjectStore store, Layout layout, ParallelCalls calls) {
    this.store = store;
    this.layout = layout;
    this.calls = calls;
  }

  PartitionLedger read(TopicPartition partition, NavigableSet<Long> listed) {
    Read<ChainRoot> root = root(partition);
    NavigableMap<Long, Read<LedgerEntry>> claims = new TreeMap<>();
    calls
        .map(List.copyOf(listed), from -> claim(partition, from))
        .forEach(found -> found.ifPresent(claim -> claims.put(claim.from(), claim)));
    fillGaps(partition, root, claims);
    return new PartitionLedger(partition, root, new ArrayList<>(claims.values()));
  }

  private Read<ChainRoot> root(TopicPartition partition) {
    String name = layout.chainRoot(partition);
    Optional<byte[]> json = store.read(name);
    if (json.isEmpty()) {
      return Read.damaged(name, -1, "");
    }
    try {
      return Read.of(name, -1, LedgerJson.readRoot(name, json.get()));
    } catch (CorruptLedgerException corrupt) {
      return Read.damaged(name, -1, String.valueOf(corrupt.getMessage()));
    }
  }

  private Optional<Read<LedgerEntry>> claim(TopicPartition partition, long from) {
    String name = layout.entry(partition, from);
    return store.read(name).map(json -> parse(partition, from, name, json));
  }

  private Read<LedgerEntry> parse(TopicPartition partition, long from, String name, byte[] json) {
    try {
      LedgerEntry entry = LedgerJson.readEntry(name, json);
      String damage = misplaced(partition, from, entry);
      return damage.isEmpty() ? Read.of(name, from, entry) : Read.damaged(name, from, damage);
    } catch (CorruptLedgerException corrupt) {
      return Read.damaged(name, from, String.valueOf(corrupt.getMessage()));
    }
  }

  private String misplaced(TopicPartition partition, long from, LedgerEntry entry) {
    if (!entry.topicPartition().equals(RecreatedTopic.source(partition)) || entry.from() != from) {
      return "tells of " + entry.topicPartition() + "@" + entry.from() + ", its name of another";
    }
    return entry.files().stream()
        .map(FileEntry::name)
        .filter(name -> !isOf(partition, from, name))
        .findFirst()
        .map(name -> "names the foreign data object " + name)
        .orElse("");
  }

  private boolean isOf(TopicPartition partition, long from, String name) {
    return layout
        .parseData(name)
        .filter(parsed -> parsed.partition().equals(partition) && parsed.from() == from)
        .isPresent();
  }

  /**
   * A listing is no snapshot: it may hold a claim and lack the one before it. So where one seems to
   * be missing it is asked for by its name.
   */
  private void fillGaps(
      TopicPartition partition,
      Read<ChainRoot> root,
      NavigableMap<Long, Read<LedgerEntry>> claims) {
    if (claims.isEmpty()) {
      return;
    }
    long position = root.value().map(ChainRoot::from).orElse(claims.firstKey());
    while (position < claims.lastKey()) {
      if (!claims.containsKey(position)) {
        claim(partition, position).ifPresent(found -> claims.put(found.from(), found));
      }
      position = next(claims, position);
    }
  }

  private static long next(NavigableMap<Long, Read<LedgerEntry>> claims, long position) {
    Map.Entry<Long, Read<LedgerEntry>> following = claims.higherEntry(position);
    long successor = following == null ? Long.MAX_VALUE : following.getKey();
    Read<LedgerEntry> present = claims.get(position);
    if (present == null) {
      return successor;
    }
    // An overlapping claim must be walked too, or what follows it would not be.
    return present
        .value()
        .map(LedgerEntry::next)
        .filter(next -> next < successor)
        .orElse(successor);
  }
}
