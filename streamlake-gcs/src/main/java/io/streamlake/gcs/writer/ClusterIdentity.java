package io.streamlake.gcs.writer;

import io.streamlake.core.StreamLakeException;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells clusters and topics apart that share a name, and what a log still holds. Called on the
 * writer's own threads, may block.
 */
public interface ClusterIdentity {

  /**
   * The Kafka cluster's id.
   *
   * @return the id, or empty if it is unknown
   */
  Optional<String> clusterId();

  /**
   * A topic's id (KIP-516), another one when a topic is deleted and created again. Throws nothing:
   * an id that cannot be found out holds no partition.
   *
   * @param topic the topic's name
   * @return the id, or empty if it is unknown
   */
  Optional<String> topicId(String topic);

  /**
   * The first offset that a partition's log still holds.
   *
   * @param partition topic and partition
   * @return the offset, or empty where this identity tells none
   * @throws StreamLakeException if it cannot be found out now; who needs it asks again later
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
