package io.streamlake.lab.data;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Producers of plain bytes. */
final class ByteProducers {

  private ByteProducers() {}

  /** A producer with the client's settings and some more. */
  static KafkaProducer<byte @Nullable [], byte @Nullable []> create(
      Map<String, Object> clientConfig, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(clientConfig);
    config.putAll(more);
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new KafkaProducer<>(config, bytes, bytes);
  }

  /** What to send so that a content stands in a partition. */
  static ProducerRecord<byte @Nullable [], byte @Nullable []> record(
      String topic, int partition, RawContent content) {
    ProducerRecord<byte @Nullable [], byte @Nullable []> record =
        new ProducerRecord<>(
            topic, partition, content.stamp().milliseconds(), content.key(), content.value());
    for (RawHeader header : content.headers()) {
      record.headers().add(new RecordHeader(header.key(), header.value()));
    }
    return record;
  }

  /** Sends without waiting; the callback tells what became of it. */
  @SuppressWarnings("FutureReturnValueIgnored")
  static void send(
      Producer<byte @Nullable [], byte @Nullable []> producer,
      ProducerRecord<byte @Nullable [], byte @Nullable []> record,
      Callback callback) {
    producer.send(record, callback);
  }
}
