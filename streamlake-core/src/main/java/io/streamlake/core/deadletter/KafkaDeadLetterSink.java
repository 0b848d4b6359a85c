package io.streamlake.core.deadletter;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.Place;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes dead letters to a Kafka topic, with {@code acks=all} and idempotence, and answers only
 * when the broker has acknowledged. Safe for use by several threads, and blocks none of them: a
 * producer waits for up to {@code max.block.ms} when the topic or its cluster is gone, and that is
 * left to a thread of the sink's own, so that lanes without dead letters go on.
 *
 * <p>A letter that is too large for the topic is sent again without its stack trace; if that is not
 * enough the answer is a failure, and the lane is held.
 */
public final class KafkaDeadLetterSink implements DeadLetterSink {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetterSink.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_REQUEST_BYTES = 128 << 20;

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Executor sender;
  private final Runnable endSender;

  /**
   * Writes with a producer of one's own.
   *
   * @param producer closed with the sink; must have {@code acks=all} and idempotence
   * @param topic the dead-letter topic
   */
  public KafkaDeadLetterSink(Producer<byte[], byte[]> producer, String topic) {
    this(producer, topic, senderOf(topic));
  }

  private KafkaDeadLetterSink(
      Producer<byte[], byte[]> producer, String topic, ExecutorService own) {
    this(producer, topic, own, own::shutdown);
  }

  private KafkaDeadLetterSink(
      Producer<byte[], byte[]> producer, String topic, Executor sender, Runnable endSender) {
    this.producer = Objects.requireNonNull(producer, "producer");
    this.topic = Objects.requireNonNull(topic, "topic");
    this.sender = sender;
    this.endSender = endSender;
  }

  /**
   * Writes on threads of one's own: they are blocked while the topic or its cluster is gone.
   *
   * @param producer closed with the sink; must have {@code acks=all} and idempotence
   * @param topic the dead-letter topic
   * @param sender runs one task after the other, in order, and is not closed with the sink; {@code
   *     Runnable::run} sends on the calling thread, which suits tests
   * @return the sink
   */
  public static KafkaDeadLetterSink sendingOn(
      Producer<byte[], byte[]> producer, String topic, Executor sender) {
    return new KafkaDeadLetterSink(producer, topic, sender, () -> {});
  }

  private static ExecutorService senderOf(String topic) {
    return Executors.newSingleThreadExecutor(
        task -> daemon(task, "streamlake-dead-letters-" + topic));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Writes with a producer that has what the guarantee needs.
   *
   * @param config the producer's configuration by Kafka's names; acks, idempotence and serializers
   *     are replaced
   * @param topic the dead-letter topic
   * @return the sink
   */
  public static KafkaDeadLetterSink create(Map<String, ?> config, String topic) {
    return new KafkaDeadLetterSink(new KafkaProducer<>(complete(config)), topic);
  }

  static Map<String, Object> complete(Map<String, ?> config) {
    Map<String, Object> complete = new HashMap<>();
    complete.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    complete.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    complete.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
    complete.putAll(config);
    complete.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    complete.put(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, false);
    complete.put(ProducerConfig.ACKS_CONFIG, "all");
    complete.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    complete.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    complete.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    return complete;
  }

  @Override
  public CompletionStage<?> send(DeadLetter letter) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    Headers headers = DeadLetterHeaders.of(letter);
    send(letter, headers, failure -> retrySmaller(letter, headers, failure, answer));
    return answer;
  }

  private void retrySmaller(
      DeadLetter letter,
      Headers headers,
      @Nullable Exception failure,
      CompletableFuture<Void> answer) {
    if (!(failure instanceof RecordTooLargeException)) {
      complete(answer, failure);
      return;
    }
    LOG.warn(
        "{}: the dead letter is too large for {}, its stack trace is left out",
        Place.of(letter.record()),
        topic);
    headers.remove(DeadLetterHeaders.STACKTRACE);
    send(letter, headers, again -> complete(answer, again));
  }

  private static void complete(CompletableFuture<Void> answer, @Nullable Exception failure) {
    if (failure == null) {
      answer.complete(null);
      return;
    }
    answer.completeExceptionally(failure);
  }

  /** Also called by the producer's own thread, which must not wait for itself. */
  private void send(DeadLetter letter, Headers headers, Answer answer) {
    try {
      sender.execute(() -> sendNow(letter, headers, answer));
    } catch (RejectedExecutionException e) {
      answer.accept(new IllegalStateException("the sink of " + topic + " is closed", e));
    }
  }

  private void sendNow(DeadLetter letter, Headers headers, Answer answer) {
    try {
      ProducerRecord<byte[], byte[]> copy = copyOf(letter.record(), headers);
      Future<?> unused = producer.send(copy, (metadata, failure) -> answer.accept(failure));
    } catch (RuntimeException e) {
      answer.accept(e);
    }
  }

  /** The original's key, value and timestamp, byte for byte. */
  private ProducerRecord<byte[], byte[]> copyOf(
      ConsumerRecord<byte[], byte[]> source, Headers headers) {
    boolean hasTimestamp =
        source.timestampType() != TimestampType.NO_TIMESTAMP_TYPE && source.timestamp() >= 0;
    return new ProducerRecord<>(
        topic,
        partitionOf(source),
        hasTimestamp ? source.timestamp() : null,
        source.key(),
        source.value(),
        headers);
  }

  /** By key; where there is none, the source's partition modulo the topic's count. */
  private @Nullable Integer partitionOf(ConsumerRecord<byte[], byte[]> source) {
    if (source.key() != null) {
      return null;
    }
    return source.partition() % producer.partitionsFor(topic).size();
  }

  @Override
  public void close() {
    endSender.run(); // what waits in it fails as soon as the producer is closed
    producer.close(CLOSE_TIMEOUT);
  }

  private interface Answer {

    void accept(@Nullable Exception failure);
  }
}
