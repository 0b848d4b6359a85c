package io.streamlake.lab.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlake.core.CommitPolicy;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.ConsumerLoopBuilder;
import io.streamlake.core.loop.PartitionStatus;
import io.streamlake.lab.broker.LocalBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What tests of the loop against the real broker have in common. */
final class RealLoops {

  /** For what a busy machine may take its time for. */
  static final Duration LIMIT = Duration.ofSeconds(120);

  private RealLoops() {}

  /** A consumer's configuration that notices new topics and partitions soon. */
  static Map<String, Object> consumer(LocalBroker broker, String protocol, String group) {
    Map<String, Object> config = new HashMap<>(broker.clientConfig());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
    config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "500");
    return config;
  }

  /** A loop that commits often. */
  static ConsumerLoopBuilder builder(
      Map<String, Object> consumer, PartitionHandler.Factory handlers) {
    return ConsumerLoop.builder()
        .consumerConfig(consumer)
        .partitionHandlers(handlers)
        .commitPolicy(CommitPolicy.every(Duration.ofMillis(100)));
  }

  /** Produces numbered records to one partition and waits for the acknowledgements. */
  static void produce(LocalBroker broker, String topic, int partition, int count) throws Exception {
    List<String> values = IntStream.range(0, count).mapToObj(n -> "record-" + n).toList();
    produce(broker, topic, partition, values);
  }

  /** Produces records to one partition and waits for the acknowledgements. */
  static void produce(LocalBroker broker, String topic, int partition, List<String> values)
      throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(broker.clientConfig(), bytes, bytes)) {
      List<Future<RecordMetadata>> sent =
          values.stream()
              .map(
                  value ->
                      new ProducerRecord<byte[], byte[]>(
                          topic, partition, null, value.getBytes(UTF_8)))
              .map(producer::send)
              .toList();
      for (Future<RecordMetadata> answer : sent) {
        answer.get();
      }
    }
  }

  /** Blocks until a loop has started as many partitions. */
  static void awaitRunning(ConsumerLoop loop, int partitions) throws Exception {
    Eventually.holds(
        LIMIT,
        () -> status(loop).stream().filter(PartitionStatus::isRunning).count() == partitions,
        () -> partitions + " partitions do not run, but " + status(loop));
  }

  /** Blocks until the group has committed these offsets, and no others. */
  static void awaitCommitted(LocalBroker broker, String group, Map<Integer, Long> offsets)
      throws Exception {
    Eventually.holds(
        LIMIT,
        () -> GroupOffsets.of(broker, group).equals(offsets),
        () -> group + " has not committed " + offsets);
  }

  static List<PartitionStatus> status(ConsumerLoop loop) {
    return loop.status().toCompletableFuture().join();
  }
}
