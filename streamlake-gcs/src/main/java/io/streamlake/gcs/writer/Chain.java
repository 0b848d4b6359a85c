package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.ChainRoot;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** One partition's chain of segments. */
record Chain(TopicPartition partition, ChainRoot root) {

  String id() {
    return root.chain();
  }

  /** Whether the root belongs to a topic that is known to be another one of the same name. */
  boolean isOfOtherTopic(Optional<String> topicId) {
    return topicId.isPresent() && root.topicId() != null && !topicId.get().equals(root.topicId());
  }
}
