package io.streamlake.runner.cli;

import java.util.Objects;

/**
 * Which offset to find and how to answer.
 *
 * @param topic the topic
 * @param partition the partition's number
 * @param offset the offset
 * @param json whether the answer is JSON instead of text for people
 */
public record WhereRequest(String topic, int partition, long offset, boolean json) {
  /** Checks the components. */
  public WhereRequest {
    Objects.requireNonNull(topic, "topic");
    if (!topic.matches("[a-zA-Z0-9._-]{1,249}")) {
      throw new IllegalArgumentException("TOPIC is not a legal Kafka name: '" + topic + "'");
    }
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "PARTITION and OFFSET must not be negative: " + partition + ", " + offset);
    }
  }
}
