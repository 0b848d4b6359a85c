package io.streamlake.gcs.ledger;

import io.streamlake.gcs.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/** What the names of a ledger tell, without reading it. Safe for use from any thread. */
public final class LedgerIndex {

  /** Above all that a partition's ledger objects are named. */
  private static final String AFTER_ALL = "~";

  private final ObjectStore store;
  private final Layout layout;

  /**
   * Creates an index.
   *
   * @param store the raw zone
   * @param layout the dataset's names
   */
  public LedgerIndex(ObjectStore store, Layout layout) {
    this.store = store;
    this.layout = layout;
  }

  /**
   * A topic, and those that were created under its name after it, as far as they have a ledger: one
   * page of the listing for each. May block.
   *
   * @param topic the topic; one that stands for a successor is the only one
   * @return topics as names tell them, the topic itself first whether it has a ledger or not
   * @throws io.streamlake.gcs.store.StoreException if the store does not answer
   */
  public List<String> topics(String topic) {
    List<String> found = new ArrayList<>(List.of(topic));
    if (RecreatedTopic.isSuccessor(topic)) {
      return found;
    }
    String prefix = layout.ledgerPrefix() + RecreatedTopic.prefix(topic);
    Optional<TopicPartition> next = first(prefix, prefix);
    while (next.isPresent()) {
      found.add(next.get().topic());
      next = first(prefix, layout.ledgerPrefix(next.get().topic()) + AFTER_ALL);
    }
    return found;
  }

  /**
   * The partitions of a topic that have a ledger: one page of the listing for each. May block.
   *
   * @param topic the topic
   * @return partitions in their order
   * @throws io.streamlake.gcs.store.StoreException if the store does not answer
   */
  public List<TopicPartition> partitions(String topic) {
    List<TopicPartition> found = new ArrayList<>();
    String prefix = layout.ledgerPrefix(topic);
    Optional<TopicPartition> next = first(prefix, prefix);
    while (next.isPresent()) {
      found.add(next.get());
      next = first(prefix, layout.ledgerPrefix(next.get()) + AFTER_ALL);
    }
    return found;
  }

  /** Whether a partition has any ledger object but its root: a page of the listing. May block. */
  boolean hasClaims(TopicPartition partition) {
    String prefix = layout.ledgerPrefix(partition);
    return first(prefix, layout.entry(partition, 0), name -> !name.isRoot()).isPresent();
  }

  /** The partition of the first ledger object from a name on. */
  private Optional<TopicPartition> first(String prefix, String start) {
    return first(prefix, start, name -> true);
  }

  private Optional<TopicPartition> first(
      String prefix, String start, Predicate<Layout.LedgerName> wanted) {
    List<TopicPartition> found = new ArrayList<>();
    try {
      store.list(
          prefix,
          start,
          object ->
              layout
                  .parseLedger(object.name())
                  .filter(wanted)
                  .ifPresent(
                      name -> {
                        found.add(name.partition());
                        throw new Enough();
                      }));
    } catch (Enough first) {
      return Optional.of(found.get(0));
    }
    return Optional.empty();
  }

  /**
   * Where a partition's last claim begins, by listing all its names. May block.
   *
   * @param partition topic and partition
   * @return the position; empty if there is no claim
   * @throws io.streamlake.gcs.store.StoreException if the store does not answer
   */
  public OptionalLong lastClaim(TopicPartition partition) {
    long[] last = {-1};
    store.list(
        layout.ledgerPrefix(partition),
        object ->
            layout
                .parseLedger(object.name())
                .filter(Layout.LedgerName::isEntry)
                .ifPresent(name -> last[0] = name.from()));
    return last[0] < 0 ? OptionalLong.empty() : OptionalLong.of(last[0]);
  }
}
