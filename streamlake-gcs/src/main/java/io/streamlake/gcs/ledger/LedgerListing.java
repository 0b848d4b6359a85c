package io.streamlake.gcs.ledger;

import io.streamlake.gcs.store.ObjectStore;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** Which claims the ledger lists, by topic and partition. */
final class LedgerListing {

  private final NavigableMap<String, NavigableMap<Integer, NavigableSet<Long>>> topics =
      new TreeMap<>();

  private LedgerListing() {}

  static LedgerListing of(ObjectStore store, Layout layout, Optional<String> topic) {
    LedgerListing listing = new LedgerListing();
    String prefix = topic.map(layout::ledgerPrefix).orElse(layout.ledgerPrefix());
    store.list(prefix, object -> layout.parseLedger(object.name()).ifPresent(listing::add));
    return listing;
  }

  private void add(Layout.LedgerName name) {
    TopicPartition partition = name.partition();
    NavigableSet<Long> claims =
        topics
            .computeIfAbsent(partition.topic(), topic -> new TreeMap<>(Comparator.naturalOrder()))
            .computeIfAbsent(partition.partition(), number -> new TreeSet<>());
    if (name.isEntry()) {
      claims.add(name.from());
    }
  }

  Iterable<String> topics() {
    return topics.keySet();
  }

  NavigableMap<Integer, NavigableSet<Long>> partitions(String topic) {
    return topics.getOrDefault(topic, new TreeMap<>());
  }
}
