package io.streamlake.gcs.ledger;

import org.apache.kafka.common.TopicPartition;

/**
 * Where a topic lies that was deleted and created again: apart from its predecessor, whose offsets
 * were the same. In all names {@code <topic>~<topic id>} stands for the topic; no topic's own name
 * has a tilde.
 */
public final class RecreatedTopic {

  private static final char SEPARATOR = '~';

  private RecreatedTopic() {}

  /**
   * The place of a partition of the new topic.
   *
   * @param partition topic and partition in Kafka
   * @param topicId the new topic's id
   * @return topic and partition as names tell them
   */
  public static TopicPartition place(TopicPartition partition, String topicId) {
    return new TopicPartition(prefix(partition.topic()) + topicId, partition.partition());
  }

  /**
   * The way back from {@link #place}.
   *
   * @param place topic and partition as names tell them
   * @return topic and partition in Kafka
   */
  public static TopicPartition source(TopicPartition place) {
    return new TopicPartition(source(place.topic()), place.partition());
  }

  /**
   * The topic that a name stands for.
   *
   * @param topic a topic as names tell it
   * @return its own name
   */
  public static String source(String topic) {
    int suffix = topic.indexOf(SEPARATOR);
    return suffix < 0 ? topic : topic.substring(0, suffix);
  }

  /**
   * What the places of all successors of a topic start with.
   *
   * @param topic the topic in Kafka
   * @return its name and the separator
   */
  public static String prefix(String topic) {
    return topic + SEPARATOR;
  }

  /**
   * Whether a name stands for a topic that was created anew, and not for a topic of that name.
   *
   * @param topic a topic as names tell it
   * @return true if its own name is only a part of it
   */
  public static boolean isSuccessor(String topic) {
    return topic.indexOf(SEPARATOR) >= 0;
  }
}
