package io.streamlake.lab.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.CommitPolicy;
import io.streamlake.core.Handler;
import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.deadletter.KafkaDeadLetterSink;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.ConsumerLoopBuilder;
import io.streamlake.lab.broker.LocalBroker;
import io.streamlake.lab.data.HardRecords;
import io.streamlake.lab.data.RecordPlace;
import io.streamlake.lab.data.TopicSnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link ConsumerLoop} with plain handlers against the real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoopIT {

  private static final int PARTITIONS = 6;
  private static final int RECORDS = 20_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String STACK_TRACE = "consumer_error_stacktrace";

  private final LocalBroker broker = LocalBroker.start();

  @AfterAll
  void closeBroker() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void handlesEveryRecordOnceWhileMembersComeAndGo(String protocol) throws Exception {
    String topic = "shared-" + protocol;
    broker.createTopic(topic, PARTITIONS, HardRecords.topicConfigs());
    HandledRecords handled = new HandledRecords();
    HandledRecords handledByFirst = new HandledRecords();
    try (ConsumerLoop first = start(topic, protocol, handled.also(handledByFirst));
        ConsumerLoop second = start(topic, protocol, handled)) {
      Eventually.holds(LIMIT, () -> share(first) && share(second), () -> "both have partitions");
      long once = new HardRecords(1, RECORDS, 0).produce(broker.clientConfig(), topic).records();
      handled.awaitCount(once, LIMIT);

      first.shutdown(LIMIT);
      first.termination().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      long byFirst = handledByFirst.count();
      long twice = new HardRecords(2, RECORDS, 0).produce(broker.clientConfig(), topic).records();

      handled.awaitCount(once + twice, LIMIT);
      assertThat(byFirst).isPositive().isEqualTo(handledByFirst.count());
    }
    TopicSnapshot snapshot = TopicSnapshot.read(broker.clientConfig(), topic);
    assertThat(handled.sum()).isEqualTo(snapshot.sum());
    assertThat(GroupOffsets.of(broker, group(topic))).isEqualTo(TopicEnds.of(broker, topic));
  }

  @Test
  void handlesCommittedTransactionsOnlyAndCommitsPastTheirMarkers() throws Exception {
    broker.createTopic("transactions", PARTITIONS, HardRecords.topicConfigs());
    HardRecords.Account account =
        new HardRecords(3, RECORDS, 0).produce(broker.clientConfig(), "transactions");
    HandledRecords handled = new HandledRecords();

    try (ConsumerLoop loop = start("transactions", "classic", handled)) {
      handled.awaitCount(account.records(), LIMIT);
      // trap 12
      Eventually.holds(
          LIMIT,
          () ->
              GroupOffsets.of(broker, group("transactions"))
                  .equals(TopicEnds.of(broker, "transactions")),
          () -> loop.status().toCompletableFuture().join().toString());
    }

    assertThat(account.aborted()).isPositive();
    assertThat(handled.sum()).isEqualTo(account.sum());
  }

  @Test
  void leavesTheStackTraceOutOfALetterThatIsTooLarge() throws Exception {
    broker.createTopic("letters", 1, Map.of());
    broker.createTopic("letters.dlq", 1, Map.of("max.message.bytes", "8000"));
    produce("letters", "x".repeat(100), "y".repeat(4_000), "fine");
    Handler handler =
        record -> {
          if (!new String(record.value(), UTF_8).equals("fine")) {
            // tells about itself in the stack trace only
            Exception cause = new IllegalStateException("z".repeat(4_000));
            throw new InvalidRecordException("handle", "will not do", cause);
          }
        };

    try (ConsumerLoop loop =
        builder("letters", "classic", handler)
            .deadLetters(KafkaDeadLetterSink.create(broker.clientConfig(), "letters.dlq"))
            .build()
            .start()) {
      Eventually.holds(
          LIMIT,
          () -> GroupOffsets.of(broker, group("letters")).equals(Map.of(0, 3L)),
          () -> loop.status().toCompletableFuture().join().toString());
    }

    Map<Integer, Boolean> hasTrace = new HashMap<>();
    for (ConsumerRecord<byte @Nullable [], byte @Nullable []> letter :
        PlainReader.read(broker.clientConfig(), "letters.dlq")) {
      Header trace = letter.headers().lastHeader(STACK_TRACE);
      hasTrace.put(letter.serializedValueSize(), trace != null);
    }
    assertThat(hasTrace).isEqualTo(Map.of(100, true, 4_000, false));
  }

  @Test
  void holdsTheLaneOfALetterThatIsTooLargeEvenWithoutItsStackTrace() throws Exception {
    broker.createTopic("huge", 2, Map.of());
    broker.createTopic("huge.dlq", 1, Map.of("max.message.bytes", "6000"));
    produce("huge", "x".repeat(9_000), "fine");
    Set<RecordPlace> handled = new HashSet<>();
    Handler handler =
        record -> {
          if (record.value().length > 100) {
            throw new InvalidRecordException("handle", "will not do", null);
          }
          synchronized (handled) {
            handled.add(new RecordPlace(record.topic(), record.partition(), record.offset()));
          }
        };

    try (ConsumerLoop loop =
        builder("huge", "classic", handler)
            .deadLetters(KafkaDeadLetterSink.create(broker.clientConfig(), "huge.dlq"))
            .build()
            .start()) {
      produceTo("huge", 1, "fine");
      Eventually.holds(
          LIMIT,
          () -> GroupOffsets.of(broker, group("huge")).equals(Map.of(0, 0L, 1, 1L)),
          () -> loop.status().toCompletableFuture().join().toString());
    }

    // traps 14 and 15: only that lane waits, and nothing is skipped
    assertThat(handled).contains(new RecordPlace("huge", 1, 0));
    assertThat(GroupOffsets.of(broker, group("huge"))).isEqualTo(Map.of(0, 0L, 1, 1L));
    assertThat(PlainReader.read(broker.clientConfig(), "huge.dlq")).isEmpty();
  }

  private static boolean share(ConsumerLoop loop) {
    return loop.status().toCompletableFuture().join().stream()
            .filter(partition -> partition.isRunning())
            .count()
        == PARTITIONS / 2;
  }

  private ConsumerLoop start(String topic, String protocol, Handler handler) {
    return builder(topic, protocol, handler).build().start();
  }

  private ConsumerLoopBuilder builder(String topic, String protocol, Handler handler) {
    Map<String, Object> config = new HashMap<>(broker.clientConfig());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group(topic));
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol);
    return ConsumerLoop.builder()
        .consumerConfig(config)
        .topics(topic)
        .handler(handler)
        .commitPolicy(CommitPolicy.every(Duration.ofMillis(100)));
  }

  private static String group(String topic) {
    return "group-of-" + topic;
  }

  private void produce(String topic, String... values) throws Exception {
    produceTo(topic, 0, values);
  }

  private void produceTo(String topic, int partition, String... values) throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(broker.clientConfig(), bytes, bytes)) {
      for (byte[] value : List.of(values).stream().map(text -> text.getBytes(UTF_8)).toList()) {
        producer.send(new ProducerRecord<>(topic, partition, null, value)).get();
      }
    }
  }
}
