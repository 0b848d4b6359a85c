package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.AmendedProof;
import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.LedgerJson;
import io.streamlake.gcs.ledger.RecreatedTopic;
import io.streamlake.gcs.store.Content;
import io.streamlake.gcs.store.Created;
import io.streamlake.gcs.store.NewObject;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Reads and creates ledger objects. Every method may block; safe for use by several threads. */
final class Ledger {

  private static final String JSON = "application/json";

  private final ObjectStore store;
  private final Layout layout;

  Ledger(ObjectStore store, Layout layout) {
    this.store = store;
    this.layout = layout;
  }

  Optional<ChainRoot> root(TopicPartition partition) {
    String name = layout.chainRoot(partition);
    return store.read(name).map(bytes -> LedgerJson.readRoot(name, bytes));
  }

  /** Creates a root; whoever comes second gets the first one's. */
  ChainRoot createRoot(TopicPartition partition, ChainRoot root) {
    createOrGet(layout.chainRoot(partition), LedgerJson.write(root));
    return root(partition).orElseThrow(() -> vanished(layout.chainRoot(partition)));
  }

  Optional<LedgerEntry> entry(TopicPartition partition, long from) {
    String name = layout.entry(partition, from);
    return store.read(name).map(bytes -> LedgerJson.readEntry(name, bytes, partition, from));
  }

  /** The first positions of all claims of a partition from one on, ascending. */
  List<Long> entries(TopicPartition partition, long from) {
    List<Long> found = new ArrayList<>();
    store.list(
        layout.ledgerPrefix(partition),
        layout.entry(partition, from),
        object ->
            layout
                .parseLedger(object.name())
                .filter(Layout.LedgerName::isEntry)
                .ifPresent(name -> found.add(name.from())));
    return found;
  }

  boolean hasClaims(TopicPartition place) {
    return !entries(place, 0).isEmpty();
  }

  /** A partition's last claim that a listing shows. */
  Optional<LedgerEntry> last(TopicPartition place, ChainRoot root) {
    List<Long> listed = entries(place, root.from());
    return listed.isEmpty() ? Optional.empty() : entry(place, listed.get(listed.size() - 1));
  }

  /** The id of a chain's topic: its root's, else its last claim's; empty if neither knew one. */
  Optional<String> topicId(TopicPartition place, ChainRoot root) {
    return Optional.ofNullable(root.topicId())
        .or(() -> last(place, root).map(LedgerEntry::topicId));
  }

  /**
   * Tries to claim a segment. A claim that exists already is one's own only if its bytes are the
   * same: a response may have been lost, and the same process may have claimed in an earlier epoch.
   *
   * @return whether the claim is ours
   */
  boolean claim(TopicPartition place, LedgerEntry entry) {
    byte[] bytes = LedgerJson.write(entry);
    String name = layout.entry(place, entry.from());
    return Arrays.equals(createOrGet(name, bytes), bytes);
  }

  /** A claim's amendments, in their order. */
  List<LedgerEntry> amendments(TopicPartition place, LedgerEntry claim) {
    return AmendedProof.amendments(store, layout, place, claim);
  }

  /** Creates a claim's amendment of that number, unless there is one. */
  void amend(TopicPartition place, int number, LedgerEntry amendment) {
    createOrGet(layout.amendment(place, amendment.from(), number), LedgerJson.write(amendment));
  }

  /** Where there are chains of a partition: of its topic, and of others that had the name. */
  Set<TopicPartition> places(TopicPartition partition) {
    Set<TopicPartition> places = new LinkedHashSet<>(List.of(partition));
    store.list(
        layout.ledgerPrefix() + RecreatedTopic.prefix(partition.topic()),
        object ->
            layout
                .parseLedger(object.name())
                .map(Layout.LedgerName::partition)
                .filter(place -> RecreatedTopic.source(place).equals(partition))
                .ifPresent(places::add));
    return places;
  }

  /** Whether there is a chain of any successor of a topic that was deleted and created again. */
  boolean hasSuccessors(String topic) {
    boolean[] found = new boolean[1];
    store.list(layout.ledgerPrefix() + RecreatedTopic.prefix(topic), object -> found[0] = true);
    return found[0];
  }

  private byte[] createOrGet(String name, byte[] bytes) {
    NewObject object = new NewObject(name, Content.of(bytes), JSON, Map.of());
    if (store.create(object) == Created.CREATED) {
      return bytes;
    }
    return store.read(name).orElseThrow(() -> vanished(name));
  }

  private StoreException vanished(String name) {
    return new StoreException(
        StoreException.Kind.TRANSIENT,
        store.location() + "/" + name + ": it exists, and yet it cannot be read",
        null);
  }
}
