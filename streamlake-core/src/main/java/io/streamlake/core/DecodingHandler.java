package io.streamlake.core;

import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

final class DecodingHandler<K, V> implements Handler {

  private final Deserializer<K> keys;
  private final Deserializer<V> values;
  private final TypedHandler<K, V> handler;

  DecodingHandler(Deserializer<K> keys, Deserializer<V> values, TypedHandler<K, V> handler) {
    this.keys = Objects.requireNonNull(keys, "keys");
    this.values = Objects.requireNonNull(values, "values");
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  @Override
  public void handle(ConsumerRecord<byte[], byte[]> record) throws Exception {
    handler.handle(decoded(record));
  }

  private ConsumerRecord<K, V> decoded(ConsumerRecord<byte[], byte[]> record) {
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        record.serializedKeySize(),
        record.serializedValueSize(),
        decode("key", keys, record, record.key()),
        decode("value", values, record, record.value()),
        record.headers(),
        record.leaderEpoch());
  }

  @SuppressWarnings(
      "NullAway") // a Kafka record's key and value may be null, its type cannot say so
  private static <T> T decode(
      String part,
      Deserializer<T> deserializer,
      ConsumerRecord<byte[], byte[]> record,
      byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    Headers headers = record.headers();
    try {
      return deserializer.deserialize(record.topic(), headers, bytes);
    } catch (OutageException | RetriableException e) {
      throw e; // where a schema registry is down, no record is to blame
    } catch (RuntimeException e) {
      throw new InvalidRecordException(
          "deserialize",
          Place.of(record) + ": the " + part + " cannot be decoded: " + e.getMessage(),
          e);
    }
  }
}
