package io.streamlake.lab.data;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Every committed record that a topic held at one moment: the account that a landed lake is
 * compared with. Small enough for millions of records. Immutable, safe to share between threads.
 */
public final class TopicSnapshot {

  private static final Duration POLL = Duration.ofMillis(500);

  private final String topic;
  private final List<PartitionSnapshot> partitions;

  TopicSnapshot(String topic, List<PartitionSnapshot> partitions) {
    this.topic = topic;
    this.partitions = List.copyOf(partitions);
  }

  /**
   * Reads a topic from its beginning to the last committed record, with a consumer of its own and
   * without a group.
   *
   * @param clientConfig how to reach the broker
   * @param topic which topic
   * @return its records
   */
  public static TopicSnapshot read(Map<String, Object> clientConfig, String topic) {
    Map<String, Object> config = new HashMap<>(clientConfig);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte @Nullable [], byte @Nullable []> consumer =
        new KafkaConsumer<>(config, bytes, bytes)) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .sorted((a, b) -> Integer.compare(a.partition(), b.partition()))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      return new TopicSnapshot(topic, readToEnd(consumer, all));
    }
  }

  /**
   * The topic's name.
   *
   * @return its name
   */
  public String topic() {
    return topic;
  }

  /**
   * The topic's partitions.
   *
   * @return one for each, by number
   */
  public List<PartitionSnapshot> partitions() {
    return partitions;
  }

  /**
   * How many records the topic holds.
   *
   * @return the count over all partitions
   */
  public long records() {
    return partitions.stream().mapToLong(PartitionSnapshot::records).sum();
  }

  /**
   * The sum of all fingerprints: equal for equal multisets of records, wherever they stand.
   *
   * @return the sum
   */
  public RecordFingerprint sum() {
    RecordFingerprint sum = RecordFingerprint.ZERO;
    for (PartitionSnapshot partition : partitions) {
      for (int index = 0; index < partition.records(); index++) {
        sum = sum.plus(partition.fingerprint(index));
      }
    }
    return sum;
  }

  /**
   * The same account without some records, such as those that became dead letters.
   *
   * @param places where those records stand
   * @return a smaller snapshot
   */
  public TopicSnapshot without(Set<RecordPlace> places) {
    return new TopicSnapshot(
        topic, partitions.stream().map(partition -> partition.without(places)).toList());
  }

  private static List<PartitionSnapshot> readToEnd(
      KafkaConsumer<byte @Nullable [], byte @Nullable []> consumer, List<TopicPartition> all) {
    List<PartitionSnapshot> found = new ArrayList<>();
    all.forEach(one -> found.add(new PartitionSnapshot(one.topic(), one.partition())));
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (ConsumerRecord<byte @Nullable [], byte @Nullable []> record : consumer.poll(POLL)) {
        if (record.offset() < ends.getOrDefault(partitionOf(record), 0L)) {
          found.get(record.partition()).add(record.offset(), RawContent.of(record).fingerprint());
        }
      }
    }
    return found;
  }

  private static TopicPartition partitionOf(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
