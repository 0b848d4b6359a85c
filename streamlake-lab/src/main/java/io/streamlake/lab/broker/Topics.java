package io.streamlake.lab.broker;

import io.streamlake.core.StreamLakeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Creates topics, or lets them grow, and waits until the broker serves them, which is a moment
 * later. Metadata names a partition's leader before that leader has opened its log; an idempotent
 * producer whose first batch falls into that gap, while its second one does not, is refused as out
 * of order for ever.
 */
final class Topics {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Admin admin;

  Topics(Admin admin) {
    this.admin = admin;
  }

  /** Creates a topic and returns when the leaders of all its partitions have answered. */
  void create(NewTopic topic) throws InterruptedException {
    try {
      admin.createTopics(List.of(topic)).all().get();
      awaitServed(topic.name(), topic.numPartitions());
    } catch (ExecutionException e) {
      throw new StreamLakeException(
          "Topic " + topic.name() + " could not be created: " + e.getCause(), e);
    }
  }

  /** Adds partitions to a topic and returns when the leaders of all of them have answered. */
  void grow(String name, int partitions) throws InterruptedException {
    try {
      admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions))).all().get();
      awaitServed(name, partitions);
    } catch (ExecutionException e) {
      throw new StreamLakeException("Topic " + name + " could not grow: " + e.getCause(), e);
    }
  }

  private void awaitServed(String name, int partitions)
      throws InterruptedException, ExecutionException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!isServed(name, partitions)) {
      if (System.nanoTime() - deadline > 0) {
        throw new StreamLakeException(
            partitions + " partitions of topic " + name + " are not served within " + LIMIT);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private boolean isServed(String name, int partitions)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      ends.put(new TopicPartition(name, partition), OffsetSpec.latest());
    }
    try {
      admin.listOffsets(ends).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException) {
        return false;
      }
      throw e;
    }
  }
}
