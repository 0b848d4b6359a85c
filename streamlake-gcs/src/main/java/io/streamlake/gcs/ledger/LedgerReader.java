package io.streamlake.gcs.ledger;

import io.streamlake.gcs.store.ObjectStore;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Reads ledger objects one by one. Safe for use from any thread; every method may block. */
final class LedgerReader {

  private final ObjectStore store;
  private final Layout layout;
  private final SingleObjects objects;

  LedgerReader(ObjectStore store, Layout layout) {
    this.store = store;
    this.layout = layout;
    this.objects = new SingleObjects(store, layout);
  }

  Read<ChainRoot> root(TopicPartition partition) {
    String name = layout.chainRoot(partition);
    return objects.ask(
        () -> store.read(name).map(json -> parse(name, json)).orElse(Read.missing(name, -1)),
        why -> Read.damaged(name, -1, SingleObjects.damage(why)));
  }

  private static Read<ChainRoot> parse(String name, byte[] json) {
    try {
      return Read.of(name, -1, LedgerJson.readRoot(name, json));
    } catch (CorruptLedgerException corrupt) {
      return Read.damaged(name, -1, corrupt);
    }
  }

  /** The claim from a position; empty if there is none. */
  Optional<Read<LedgerEntry>> claim(TopicPartition partition, long from) {
    String name = layout.entry(partition, from);
    return objects.ask(
        () -> store.read(name).map(json -> parse(partition, from, name, json)),
        why -> Optional.of(Read.damaged(name, from, SingleObjects.damage(why))));
  }

  private Read<LedgerEntry> parse(TopicPartition partition, long from, String name, byte[] json) {
    try {
      LedgerEntry entry = LedgerJson.readEntry(name, json, partition, from);
      String damage = foreignFile(partition, from, entry);
      return damage.isEmpty() ? Read.of(name, from, entry) : Read.damaged(name, from, damage);
    } catch (CorruptLedgerException corrupt) {
      return Read.damaged(name, from, corrupt);
    }
  }

  private String foreignFile(TopicPartition partition, long from, LedgerEntry entry) {
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
}
