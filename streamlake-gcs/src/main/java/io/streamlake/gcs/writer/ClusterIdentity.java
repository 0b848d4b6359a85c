package io.streamlake.gcs.writer;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells clusters and topics apart that share a name, and what a log still holds. Called on the
 * writer's own threads, may block; throws nothing: what cannot be found out is empty.
 */
public interface ClusterIdentity {

  /**
   * The Kafka cluster's id.
   *
   * @return the id, or empty if it is unknown
   */
  Optional<String> clusterId();

  /**
   * A topic's id (KIP-516), another one when a topic is deleted and created again.
   *
   * @param topic the topic's name
   * @return the id, or empty if it is unknown
   */
  Optional<String> topicId(String topic);

  /**
   * The first offset that a partition's log still holds.
   *
   * @param partition topic and partition
   * @return the offset, or empty if it is unknown
   */
  default OptionalLong beginning(TopicPartition partition) {
    return OptionalLong.empty();
  }

  /**
   * Knows nothing.
   *
   * @return an identity without answers
   */
  static ClusterIdentity unknown() {
    return new ClusterIdentity() {
      @Override
      public Optional<String> clusterId() {
        return Optional.empty();
      }

      @Override
      public Optional<String> topicId(String topic) {
        return Optional.empty();
      }
    };
  }
}
