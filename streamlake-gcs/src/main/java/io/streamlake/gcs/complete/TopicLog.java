package io.streamlake.gcs.complete;

import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.RecreatedTopic;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A topic's log, as a broker tells of it. A value.
 *
 * @param topicId the topic's id (KIP-516), as chains' roots tell it
 * @param partitions all partitions that the topic has, by their number
 */
public record TopicLog(String topicId, Map<Integer, LogEnd> partitions) {

  /** Copies and checks the components. */
  public TopicLog {
    Objects.requireNonNull(topicId, "topicId");
    partitions = Map.copyOf(partitions);
  }

  /** What may still be landed in a place: nothing in that of another topic of this name. */
  TopicLog at(String place) {
    boolean isOfOtherTopic =
        RecreatedTopic.isSuccessor(place)
            && !place.equals(RecreatedTopic.prefix(RecreatedTopic.source(place)) + topicId);
    return isOfOtherTopic ? new TopicLog(topicId, Map.of()) : this;
  }

  /** What is landed elsewhere than in some partitions' chains. */
  TopicLog without(Set<Integer> numbers) {
    Map<Integer, LogEnd> others = new HashMap<>(partitions);
    others.keySet().removeAll(numbers);
    return new TopicLog(topicId, others);
  }

  /** Whether a chain is landed from this log, and not from one that was deleted. */
  boolean isOf(ChainRoot root) {
    return root.topicId() == null || root.topicId().equals(topicId);
  }
}
