package io.streamlake.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A log with one topic of three partitions, and a group that reads it. */
final class Fixture {

  static final TopicPartition P0 = new TopicPartition("orders", 0);
  static final TopicPartition P1 = new TopicPartition("orders", 1);
  static final TopicPartition P2 = new TopicPartition("orders", 2);

  final VirtualTime time = new VirtualTime();
  final TestLog log = new TestLog(time).topic("orders", 3);
  final TestGroup group = new TestGroup("lake", log, time);

  /** A cooperative consumer as the loop configures it. */
  LogConsumer consumer() {
    return consumer(Map.of());
  }

  LogConsumer consumer(Map<String, Object> overrides) {
    Map<String, Object> config = new HashMap<>();
    config.put("auto.offset.reset", "none");
    config.put("isolation.level", "read_committed");
    config.put("partition.assignment.strategy", "CooperativeStickyAssignor");
    config.putAll(overrides);
    return group.consumer(config);
  }

  /** A consumer that has these partitions, and stands at their beginning. */
  LogConsumer reader(TopicPartition... partitions) {
    return reader(Map.of(), partitions);
  }

  LogConsumer reader(Map<String, Object> overrides, TopicPartition... partitions) {
    LogConsumer consumer = consumer(overrides);
    consumer.subscribe(List.of("orders"), new SeekToZero(consumer));
    group.assign(consumer, partitions);
    pollOnce(consumer);
    List.of(partitions).forEach(partition -> consumer.seek(partition, log.beginning(partition)));
    return consumer;
  }

  static ConsumerRecords<byte[], byte[]> pollOnce(LogConsumer consumer) {
    return consumer.poll(Duration.ZERO);
  }

  static List<Long> offsets(ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
    return records.records(partition).stream().map(ConsumerRecord::offset).toList();
  }

  static Map<TopicPartition, OffsetAndMetadata> at(TopicPartition partition, long offset) {
    return Map.of(partition, new OffsetAndMetadata(offset));
  }

  /** Gives new partitions a position, as the loop does. */
  private record SeekToZero(LogConsumer consumer) implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      partitions.forEach(partition -> consumer.seek(partition, 0));
    }
  }

  /** Writes down what the group's listener is told. */
  static final class Diary implements ConsumerRebalanceListener {

    final List<String> entries = new ArrayList<>();
    private final LogConsumer consumer;
    private Runnable whenRevoked = () -> {};

    Diary(LogConsumer consumer) {
      this.consumer = consumer;
    }

    Diary whenRevoked(Runnable action) {
      whenRevoked = action;
      return this;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      entries.add("revoked " + partitions);
      whenRevoked.run();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      entries.add("assigned " + partitions);
      partitions.forEach(partition -> consumer.seek(partition, 0));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      entries.add("lost " + partitions);
    }
  }
}
