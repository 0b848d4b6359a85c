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
 * @param topicId the topic's id as root or claims tell it, else as it is now; empty if it is
 *     unknown
 */
record Chain(
    TopicPartition partition, TopicPartition place, ChainRoot root, Optional<String> topicId) {

  Chain(TopicPartition partition, TopicPartition place, ChainRoot root) {
    this(partition, place, root, Optional.ofNullable(root.topicId()));
  }

  Chain(TopicPartition partition, ChainRoot root) {
    this(partition, partition, root);
  }

  String id() {
    return root.chain();
  }

  /** Whether two ids are known, and those of different topics. */
  static boolean areOthers(Optional<String> one, Optional<String> other) {
    return one.isPresent() && other.isPresent() && !one.equals(other);
  }
}
