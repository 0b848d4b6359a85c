package io.streamlake.core;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Handles one record; returning normally means that the record is safe and its offset may be
 * committed.
 *
 * <p>Records of one partition arrive one after the other, in order; different partitions run in
 * parallel, so an implementation that shares state between partitions guards it. A handler may be
 * called again for a record that it has handled before: after a crash, a rebalance or a failure.
 * <!-- snippet: hello-world -->
 *
 * <pre>{@code
 * return builder
 *     .consumerConfig(Map.of("bootstrap.servers", "localhost:9092", "group.id", "testers"))
 *     .topics("orders")
 *     .handler(order -> save(new String(order.value(), UTF_8))); // returned means safe
 * }</pre>
 */
@FunctionalInterface
public interface Handler {

  /**
   * Makes one record safe.
   *
   * @param record the record as the log holds it, key and value as bytes, either of them possibly
   *     null
   * @throws Exception if the record is not safe: the failure classifier decides whether it is tried
   *     again, dead-lettered, or stops the loop. An {@link InterruptedException} leaves the record
   *     unsettled.
   */
  void handle(ConsumerRecord<byte[], byte[]> record) throws Exception;

  /**
   * Decodes each record before it is handled. A record that cannot be decoded goes straight to the
   * dead letters with its original bytes; an {@link OutageException} or a {@link
   * org.apache.kafka.common.errors.RetriableException} of a deserializer is no fault of the record.
   *
   * @param <K> the key's type
   * @param <V> the value's type
   * @param keys decodes keys; used by several threads at once
   * @param values decodes values; used by several threads at once
   * @param handler handles the decoded record
   * @return a handler of the undecoded record
   */
  static <K, V> Handler decoding(
      Deserializer<K> keys, Deserializer<V> values, TypedHandler<K, V> handler) {
    return new DecodingHandler<>(keys, values, handler);
  }
}
