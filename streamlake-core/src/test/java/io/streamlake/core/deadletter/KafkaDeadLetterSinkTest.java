package io.streamlake.core.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamlake.core.DeadLetter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

final class KafkaDeadLetterSinkTest {

  private static final String TOPIC = "orders.dlq";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final SlowProducer producer = new SlowProducer();
  private final KafkaDeadLetterSink sink = new KafkaDeadLetterSink(producer, TOPIC);

  @Test // trap 17
  void keepsKeyValueTimestampAndHeadersByteForByte() throws Exception {
    byte[] notText = {(byte) 0xff, 0, (byte) 0xfe};

    ProducerRecord<byte[], byte[]> sent =
        sentFor(record(2, notText, notText, TimestampType.CREATE_TIME));

    assertThat(sent.topic()).isEqualTo(TOPIC);
    assertThat(sent.key()).isEqualTo(notText);
    assertThat(sent.value()).isEqualTo(notText);
    assertThat(sent.timestamp()).isEqualTo(17);
    assertThat(sent.headers().toArray()[0].key()).isEqualTo("h");
    assertThat(sent.headers().lastHeader("consumer_error_stacktrace")).isNotNull();
  }

  @Test
  void leavesThePartitionToTheKeyWhereThereIsOne() throws Exception {
    ProducerRecord<byte[], byte[]> sent =
        sentFor(record(2, bytes("k"), bytes("v"), TimestampType.CREATE_TIME));

    assertThat(sent.partition()).isNull();
  }

  @Test
  void takesTheSourcesPartitionModuloTheCountWhereThereIsNoKey() throws Exception {
    ProducerRecord<byte[], byte[]> sent = sentFor(record(5, null, null, TimestampType.CREATE_TIME));

    assertThat(sent.partition()).isEqualTo(5 % 3);
    assertThat(sent.value()).isNull();
  }

  @Test // trap 38
  void takesARecordWithoutATimestamp() throws Exception {
    ProducerRecord<byte[], byte[]> sent =
        sentFor(record(2, bytes("k"), bytes("v"), TimestampType.NO_TIMESTAMP_TYPE));

    assertThat(sent.timestamp()).isNull();
  }

  @Test // trap 15
  void answersOnlyWhenTheBrokerHasAcknowledged() throws Exception {
    CompletableFuture<?> answer = send(record(2, bytes("k"), null, TimestampType.CREATE_TIME));
    producer.nextSent();
    assertThat(answer).isNotDone();

    producer.completeNext();

    assertThat(answer).isCompleted();
  }

  @Test // traps 8 and 15
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void returnsAtOnceThoughTheProducerWaitsForItsTopic() throws Exception {
    CountDownLatch topicIsBack = new CountDownLatch(1);
    producer.waitsFor = topicIsBack;

    CompletableFuture<?> answer = send(record(2, bytes("k"), null, TimestampType.CREATE_TIME));
    assertThat(answer).isNotDone();
    topicIsBack.countDown();
    producer.nextSent();
    producer.completeNext();

    answer.get();
  }

  @Test // trap 23
  void answersAFailureWhenItIsClosed() {
    sink.close();

    assertThat(send(record(2, bytes("k"), null, TimestampType.CREATE_TIME)))
        .isCompletedExceptionally();
  }

  @Test // trap 15
  void answersAFailureOfTheBroker() throws Exception {
    CompletableFuture<?> answer = send(record(2, bytes("k"), null, TimestampType.CREATE_TIME));
    producer.nextSent();

    producer.errorNext(new TimeoutException("no leader"));

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(answer::get)
        .withCauseInstanceOf(TimeoutException.class);
  }

  @Test // trap 15
  void answersAFailureOfTheProducerToo() {
    producer.sendException = new IllegalStateException("closed");
    CompletableFuture<?> answer = send(record(2, bytes("k"), null, TimestampType.CREATE_TIME));
    assertThat(answer).failsWithin(LIMIT);

    producer.sendException = null;
    producer.partitionsForException = new TimeoutException("no metadata");
    assertThat(send(record(2, null, null, TimestampType.CREATE_TIME))).failsWithin(LIMIT);
  }

  @Test // trap 16
  void leavesTheStackTraceOutWhereTheLetterIsTooLarge() throws Exception {
    CompletableFuture<?> answer =
        send(record(2, bytes("k"), bytes("v"), TimestampType.CREATE_TIME));
    ProducerRecord<byte[], byte[]> first = producer.nextSent();
    producer.errorNext(new RecordTooLargeException("too large"));

    ProducerRecord<byte[], byte[]> second = producer.nextSent();
    producer.completeNext();

    answer.get(10, TimeUnit.SECONDS);
    assertThat(second.headers().lastHeader("consumer_error_stacktrace")).isNull();
    assertThat(second.headers().toArray()).hasSize(first.headers().toArray().length - 1);
    assertThat(second.value()).isEqualTo(first.value());
    assertThat(second.timestamp()).isEqualTo(first.timestamp());
  }

  @Test
  void answersAFailureWhereThatIsNotEnough() throws Exception {
    CompletableFuture<?> answer =
        send(record(2, bytes("k"), bytes("v"), TimestampType.CREATE_TIME));
    producer.nextSent();
    producer.errorNext(new RecordTooLargeException("too large"));
    producer.nextSent();

    producer.errorNext(new RecordTooLargeException("still too large"));

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
        .withCauseInstanceOf(RecordTooLargeException.class)
        .withMessageContaining("still");
  }

  @Test
  void closesItsProducer() {
    sink.close();

    assertThat(producer.closed()).isTrue();
  }

  @Test
  void forcesWhatTheGuaranteeNeedsAndLeavesTheRest() {
    Map<String, Object> complete =
        KafkaDeadLetterSink.complete(
            Map.of(
                "acks", "1",
                "enable.idempotence", "false",
                "key.serializer", "org.example.Key",
                "value.serializer", "org.example.Value",
                "max.block.ms", 7,
                "linger.ms", 3));

    assertThat(complete)
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .containsEntry("key.serializer", ByteArraySerializer.class.getName())
        .containsEntry("value.serializer", ByteArraySerializer.class.getName())
        .containsEntry("max.block.ms", 7)
        .containsEntry("linger.ms", 3)
        .containsEntry("delivery.timeout.ms", 60_000);
  }

  @Test
  void leavesItToKafkaHowLongDeliveriesMayTakeWhereRequestsHaveATimeOfTheirOwn() {
    assertThat(KafkaDeadLetterSink.complete(Map.of())).containsEntry("delivery.timeout.ms", 60_000);
    assertThat(KafkaDeadLetterSink.complete(Map.of("request.timeout.ms", "90000")))
        .doesNotContainKey("delivery.timeout.ms");
  }

  @Test
  void sendsLettersUpToWhatABrokerReadsAndKnowsTheOthersToBeTooLarge() {
    int socketRequestMaxBytes = 100 << 20;
    int largest = socketRequestMaxBytes - (1 << 20);

    assertThat(KafkaDeadLetterSink.complete(Map.of()))
        .containsEntry("max.request.size", largest)
        .containsEntry("buffer.memory", (long) largest);
  }

  private ProducerRecord<byte[], byte[]> sentFor(ConsumerRecord<byte[], byte[]> record)
      throws InterruptedException {
    assertThat(send(record)).isNotDone();
    return producer.nextSent();
  }

  private CompletableFuture<?> send(ConsumerRecord<byte[], byte[]> record) {
    DeadLetter letter =
        new DeadLetter(record, new IOException("bad"), "handle", 1, Instant.EPOCH, "group");
    return sink.send(letter).toCompletableFuture();
  }

  private static ConsumerRecord<byte[], byte[]> record(
      int partition, byte @Nullable [] key, byte @Nullable [] value, TimestampType type) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("h", bytes("x"));
    boolean hasTimestamp = type != TimestampType.NO_TIMESTAMP_TYPE;
    return new ConsumerRecord<>(
        "orders",
        partition,
        4711,
        hasTimestamp ? 17 : -1,
        type,
        -1,
        -1,
        key,
        value,
        headers,
        Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A topic of three partitions. */
  static Cluster cluster(String topic) {
    Node node = new Node(0, "localhost", 9092);
    Node[] replicas = {node};
    List<PartitionInfo> partitions =
        List.of(
            new PartitionInfo(topic, 0, node, replicas, replicas),
            new PartitionInfo(topic, 1, node, replicas, replicas),
            new PartitionInfo(topic, 2, node, replicas, replicas));
    return new Cluster("cluster", List.of(node), partitions, Set.of(), Set.of());
  }

  /** Answers when told to, and lets a test wait for the next record. */
  private static final class SlowProducer extends MockProducer<byte[], byte[]> {

    private final BlockingQueue<ProducerRecord<byte[], byte[]>> sent = new LinkedBlockingQueue<>();
    private volatile CountDownLatch waitsFor = new CountDownLatch(0);

    SlowProducer() {
      super(cluster(TOPIC), false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      try {
        waitsFor.await();
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
      Future<RecordMetadata> future = super.send(record, callback);
      sent.add(record);
      return future;
    }

    ProducerRecord<byte[], byte[]> nextSent() throws InterruptedException {
      ProducerRecord<byte[], byte[]> next = sent.poll(10, TimeUnit.SECONDS);
      assertThat(next).as("the next record sent").isNotNull();
      return Objects.requireNonNull(next);
    }
  }
}
