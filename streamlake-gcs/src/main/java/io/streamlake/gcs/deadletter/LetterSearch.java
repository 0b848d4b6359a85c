package io.streamlake.gcs.deadletter;

import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.RecreatedTopic;
import io.streamlake.gcs.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Finds the dead letters that a store keeps. Only lists. Safe for use from any thread. */
public final class LetterSearch {

  private final ObjectStore store;
  private final LetterNames names;

  /**
   * Creates a search.
   *
   * @param store where letters are kept
   * @param layout the dataset's names
   */
  public LetterSearch(ObjectStore store, Layout layout) {
    this.store = store;
    this.names = new LetterNames(layout);
  }

  /**
   * Finds the letters of an offset.
   *
   * @param partition topic and partition, of a topic that was created again also as the raw zone's
   *     names tell them
   * @param offset the offset, 0 or more
   * @return the objects' full names; several only where topics of the same name have followed one
   *     another
   * @throws io.streamlake.gcs.store.StoreException if the store does not answer
   */
  public List<String> find(TopicPartition partition, long offset) {
    List<String> found = new ArrayList<>();
    store.list(
        names.prefix(RecreatedTopic.source(partition), offset),
        object -> found.add(store.location() + "/" + object.name()));
    return found;
  }
}
