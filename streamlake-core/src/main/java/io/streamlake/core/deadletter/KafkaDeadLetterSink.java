package io.streamlake.core.deadletter;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.Place;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
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
 * enough the answer is a failure, and the lane is held. With {@link #withClaimChecks} it is kept
 * elsewhere instead, and the topic gets a letter that says where.
 */
public final class KafkaDeadLetterSink implements DeadLetterSink {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetterSink.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Below the broker's {@code socket.request.max.bytes}, 100 MiB: at a larger request it hangs up
   * without a word, and the letter would not be known to be too large.
   */
  private static final int MAX_REQUEST_BYTES = 99 << 20;

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final Executor sender;
  private final Runnable endSender;
  private final @Nullable LargeLetters largeLetters;

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
    this(producer, topic, own, own::shutdown, null);
  }

  private KafkaDeadLetterSink(
      Producer<byte[], byte[]> producer,
      String topic,
      Executor sender,
      Runnable endSender,
      @Nullable LargeLetters largeLetters) {
    this.producer = Objects.requireNonNull(producer, "producer");
    this.topic = Objects.requireNonNull(topic, "topic");
    this.sender = sender;
    this.endSender = endSender;
    this.largeLetters = largeLetters;
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
    return new KafkaDeadLetterSink(producer, topic, sender, () -> {}, null);
  }

  /**
   * Keeps elsewhere what is too large for the topic. Once it is safe there, the topic gets a letter
   * without value and stack trace whose header {@code consumer_claim_check} names the place; if
   * that is too large as well, only what went wrong and the place.
   *
   * @param elsewhere takes letters of any size; closed with the sink
   * @return this sink with claim checks, to be used and closed in its place
   */
  public KafkaDeadLetterSink withClaimChecks(LargeLetters elsewhere) {
    Objects.requireNonNull(elsewhere, "elsewhere");
    return new KafkaDeadLetterSink(producer, topic, sender, endSender, elsewhere);
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

  /**
   * Completes a configuration.
   *
   * @param config the producer's configuration by Kafka's names
   * @return what {@link #create} makes its producer with
   */
  public static Map<String, Object> complete(Map<String, ?> config) {
    Map<String, Object> complete = new HashMap<>();
    complete.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    // It is no buffer that is allocated, but another limit of a letter's size.
    complete.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) MAX_REQUEST_BYTES);
    complete.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    // Kafka raises its own default for long requests, and refuses one of ours that is too short.
    if (!config.containsKey(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG)) {
      complete.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
    }
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
    sendOne(LetterCopy.whole(letter).iterator(), failure -> keepElsewhere(letter, failure, answer));
    return answer;
  }

  /** Sends the first of some copies that is not too large. */
  private void sendOne(Iterator<LetterCopy> copies, Answer answer) {
    LetterCopy copy = copies.next();
    send(
        copy,
        failure -> {
          if (!(failure instanceof RecordTooLargeException) || !copies.hasNext()) {
            answer.accept(failure);
            return;
          }
          LOG.warn(
              "{}: the dead letter is too large for {}, though it lacks {}",
              Place.of(copy.source()),
              topic,
              copy.lacking());
          sendOne(copies, answer);
        });
  }

  private void keepElsewhere(
      DeadLetter letter, @Nullable Exception failure, CompletableFuture<Void> answer) {
    if (largeLetters == null || !(failure instanceof RecordTooLargeException)) {
      complete(answer, failure);
      return;
    }
    kept(largeLetters, letter)
        .whenComplete(
            (place, refusal) -> {
              if (refusal != null) {
                answer.completeExceptionally(refusal);
                return;
              }
              sendClaimCheck(letter, place, answer);
            });
  }

  /** One that throws is treated as one that fails. */
  private static CompletionStage<String> kept(LargeLetters elsewhere, DeadLetter letter) {
    try {
      return elsewhere.keep(letter);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void sendClaimCheck(DeadLetter letter, String place, CompletableFuture<Void> answer) {
    LOG.warn(
        "{}: the dead letter is too large for {}, it is kept as {}",
        Place.of(letter.record()),
        topic,
        place);
    sendOne(LetterCopy.claimChecks(letter, place).iterator(), failure -> complete(answer, failure));
  }

  private static void complete(CompletableFuture<Void> answer, @Nullable Exception failure) {
    if (failure == null) {
      answer.complete(null);
      return;
    }
    answer.completeExceptionally(failure);
  }

  /** Also called by the producer's own thread, which must not wait for itself. */
  private void send(LetterCopy copy, Answer answer) {
    try {
      sender.execute(() -> sendNow(copy, answer));
    } catch (RejectedExecutionException e) {
      answer.accept(new IllegalStateException("the sink of " + topic + " is closed", e));
    }
  }

  private void sendNow(LetterCopy copy, Answer answer) {
    try {
      Future<?> unused =
          producer.send(recordOf(copy), (metadata, failure) -> answer.accept(failure));
    } catch (RuntimeException e) {
      answer.accept(e);
    }
  }

  /** With the original's timestamp. */
  private ProducerRecord<byte[], byte[]> recordOf(LetterCopy copy) {
    ConsumerRecord<byte[], byte[]> source = copy.source();
    boolean hasTimestamp =
        source.timestampType() != TimestampType.NO_TIMESTAMP_TYPE && source.timestamp() >= 0;
    return new ProducerRecord<>(
        topic,
        partitionOf(copy),
        hasTimestamp ? source.timestamp() : null,
        copy.key(),
        copy.value(),
        copy.headers());
  }

  /** By key; where there is none, the source's partition modulo the topic's count. */
  private @Nullable Integer partitionOf(LetterCopy copy) {
    if (copy.key() != null) {
      return null;
    }
    return copy.source().partition() % producer.partitionsFor(topic).size();
  }

  @Override
  public void close() {
    try (largeLetters) {
      endSender.run(); // what waits in it fails as soon as the producer is closed
      producer.close(CLOSE_TIMEOUT);
    }
  }

  private interface Answer {

    void accept(@Nullable Exception failure);
  }
}
