package io.streamlake.lab.quickstart;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Shows the dead letters of a topic, and why they are there. */
final class DeadLetterTour {

  private final Map<String, Object> clientConfig;
  private final String topic;
  private final PrintStream out;

  DeadLetterTour(Map<String, Object> clientConfig, String topic, PrintStream out) {
    this.clientConfig = clientConfig;
    this.topic = topic;
    this.out = out;
  }

  void show() {
    out.println();
    out.println("What was dead-lettered to " + topic + ", and why:");
    Map<String, Object> config = new HashMap<>(clientConfig);
    config.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
        consumer.poll(Duration.ofSeconds(1)).forEach(this::print);
      }
    }
  }

  private void print(ConsumerRecord<byte[], byte[]> letter) {
    out.println("  " + header(letter, "consumer_error"));
  }

  private static String header(ConsumerRecord<byte[], byte[]> letter, String key) {
    Header header = letter.headers().lastHeader(key);
    return header == null ? "?" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
