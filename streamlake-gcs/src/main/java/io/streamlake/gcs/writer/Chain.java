package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.ChainRoot;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition's chain of segments.
 *
 * @param partition topic and partition in Kafka
 * @param place topic and partition as the raw zone's names tell them; another one only for a topic
 *     that was deleted and created again
 * @param root where it starts
 */
record Chain(TopicPartition partition, TopicPartition place, ChainRoot root) {

  Chain(TopicPartition partition, ChainRoot root) {
    this(partition, partition, root);
  }

  String id() {
    return root.chain();
  }

  /** Whether the root belongs to a topic that is known to be another one of the same name. */
  static boolean isOfOtherTopic(ChainRoot root, Optional<String> topicId) {
    return topicId.isPresent() && root.topicId() != null && !topicId.get().equals(root.topicId());
  }
}
