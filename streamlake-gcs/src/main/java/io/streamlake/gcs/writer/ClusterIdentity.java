package io.streamlake.gcs.writer;

import java.util.Optional;

/**
 * Tells clusters and topics apart that share a name. Called on the writer's own threads, may block;
 * throws nothing: what cannot be found out is empty.
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
