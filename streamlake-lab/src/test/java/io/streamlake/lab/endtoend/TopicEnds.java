package io.streamlake.lab.endtoend;

import io.streamlake.lab.broker.LocalBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Where a topic ends, transaction markers included. */
final class TopicEnds {

  private TopicEnds() {}

  /** The end offsets by partition number. */
  static Map<Integer, Long> of(LocalBroker broker, String topic) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    Map<Integer, Long> ends = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(broker.clientConfig(), bytes, bytes)) {
      List<TopicPartition> all =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.endOffsets(all).forEach((id, end) -> ends.put(id.partition(), end));
    }
    return ends;
  }
}
