package io.streamlake.lab.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What every subject has to read.
 *
 * @param bootstrapServers where the broker is
 * @param topic which topic, from its beginning
 * @param partitions how many partitions it has
 * @param records how many records it has
 * @param scratch an empty folder for output
 */
public record Workload(
    String bootstrapServers, String topic, int partitions, long records, Path scratch) {

  /**
   * The consumer settings that make a bare loop fastest; subjects with a consumer of their own use
   * them too.
   *
   * @return a new map
   */
  public Map<String, Object> consumerConfig() {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    config.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, 1 << 20);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return config;
  }

  /** A consumer that commits to a new group, at the beginning of all partitions. */
  KafkaConsumer<byte[], byte[]> openConsumer() {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    Map<String, Object> config = consumerConfig();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, "benchmark-" + UUID.randomUUID());
    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes);
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(n -> new TopicPartition(topic, n)).toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
    return consumer;
  }
}
