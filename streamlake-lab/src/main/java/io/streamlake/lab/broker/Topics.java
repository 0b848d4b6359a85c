package io.streamlake.lab.broker;

import io.streamlake.core.StreamLakeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates topics and waits until the broker serves them, which is a moment later. */
final class Topics {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Admin admin;

  Topics(Admin admin) {
    this.admin = admin;
  }

  /** Creates a topic and returns when all its partitions have a leader. */
  void create(NewTopic topic) throws InterruptedException {
    try {
      admin.createTopics(List.of(topic)).all().get();
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (!isServed(topic.name())) {
        if (System.nanoTime() - deadline > 0) {
          throw new StreamLakeException(
              "Topic " + topic.name() + " was created, but not served within " + LIMIT);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    } catch (ExecutionException e) {
      throw new StreamLakeException(
          "Topic " + topic.name() + " could not be created: " + e.getCause(), e);
    }
  }

  private boolean isServed(String topic) throws InterruptedException, ExecutionException {
    try {
      TopicDescription found =
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      return found != null
          && found.partitions().stream().allMatch(partition -> partition.leader() != null);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }
}
