package io.streamlake.core;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Handles one decoded record; returning normally means that the record is safe.
 * <!-- snippet: decoding-handler -->
 *
 * <pre>{@code
 * Handler handler =
 *     Handler.decoding(
 *         new StringDeserializer(),
 *         new StringDeserializer(),
 *         order -> save(order.key() + ": " + order.value()));
 * }</pre>
 *
 * @param <K> the key's type
 * @param <V> the value's type
 * @see Handler#decoding
 */
@FunctionalInterface
public interface TypedHandler<K, V> {

  /**
   * Makes one record safe.
   *
   * @param record the decoded record; key and value are null where the log holds null
   * @throws Exception if the record is not safe, see {@link Handler#handle}
   */
  void handle(ConsumerRecord<K, V> record) throws Exception;
}
