package io.streamlake.core.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.DeadLetter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Letters that are too large for their topic, where another place takes them. */
final class ClaimCheckTest {

  private static final String PLACE = "gs://lake/raw/orders/_dead_letters/orders/00002/4711.jsonl";
  private static final int LIMIT = 20_000;

  private final TopicWithALimit topic = new TopicWithALimit();
  private final Cloakroom cloakroom = new Cloakroom();
  private final KafkaDeadLetterSink sink =
      KafkaDeadLetterSink.sendingOn(topic, "orders.dlq", Runnable::run).withClaimChecks(cloakroom);

  @Test
  void leavesAloneTheOtherPlaceWhileTheTopicTakesTheLetters() {
    cloakroom.answer.complete(PLACE);

    assertThat(send("k", 10, 10)).isCompleted();

    assertThat(cloakroom.kept).isEmpty();
    assertThat(claimCheck(topic.taken.get(0))).isEmpty();
  }

  @Test // trap 14
  void tellsTheTopicOnlyWhenTheLetterIsSafeElsewhere() {
    CompletableFuture<?> answer = send("k", 50_000, 10);

    assertThat(cloakroom.kept).singleElement().extracting(Cloakroom::sizeOf).isEqualTo(50_000);
    assertThat(topic.taken).isEmpty();
    assertThat(answer).isNotDone();

    cloakroom.answer.complete(PLACE);

    assertThat(answer).isCompleted();
    ProducerRecord<byte[], byte[]> letter = topic.taken.get(0);
    assertThat(claimCheck(letter)).contains(PLACE);
    assertThat(letter.value()).isNull();
    assertThat(letter.key()).isEqualTo("k".getBytes(UTF_8));
    assertThat(letter.timestamp()).isEqualTo(17);
  }

  @Test
  void keepsTheHeadersButTheStackTraceOnTheTopic() {
    cloakroom.answer.complete(PLACE);

    assertThat(send("k", 50_000, 10)).isCompleted();

    List<String> keys = Arrays.stream(headers().toArray()).map(Header::key).toList();
    assertThat(keys)
        .startsWith("h", "consumer_failed_at", "consumer_error")
        .endsWith("consumer_source_timestamp_type", "consumer_claim_check")
        .doesNotContain("consumer_error_stacktrace");
  }

  @Test // trap 16
  void leavesOutKeyAndHeadersWhereTheyAreWhatIsTooLarge() {
    cloakroom.answer.complete(PLACE);

    assertThat(send("k".repeat(LIMIT), 10, LIMIT)).isCompleted();

    ProducerRecord<byte[], byte[]> letter = topic.taken.get(0);
    assertThat(letter.key()).isNull();
    assertThat(letter.value()).isNull();
    assertThat(claimCheck(letter)).contains(PLACE);
    assertThat(letter.headers().lastHeader("h")).isNull();
    assertThat(letter.headers().lastHeader("consumer_source_offset")).isNotNull();
  }

  @Test
  void replacesAClaimCheckOfAnEarlierHop() {
    cloakroom.answer.complete(PLACE);
    RecordHeaders headers = new RecordHeaders();
    headers.add("consumer_claim_check", "gs://lake/old".getBytes(UTF_8));

    assertThat(send("k", 50_000, headers)).isCompleted();

    assertThat(headers().headers("consumer_claim_check")).hasSize(1);
    assertThat(claimCheck(topic.taken.get(0))).contains(PLACE);
  }

  @Test // traps 14 and 15
  void answersAFailureWhereTheOtherPlaceFails() {
    CompletableFuture<?> answer = send("k", 50_000, 10);

    cloakroom.answer.completeExceptionally(new IOException("the bucket is gone"));

    assertThat(answer)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .withMessage("the bucket is gone");
    assertThat(topic.taken).isEmpty();
  }

  @Test // trap 15
  void answersAFailureWhereTheOtherPlaceThrows() {
    KafkaDeadLetterSink throwing =
        sink.withClaimChecks(
            letter -> {
              throw new IllegalStateException("closed");
            });

    assertThat(throwing.send(letter("k", 50_000, new RecordHeaders())).toCompletableFuture())
        .isCompletedExceptionally();
  }

  @Test // trap 15
  void answersAFailureWhereTheTopicDoesNotTakeTheClaimCheck() {
    CompletableFuture<?> answer = send("k", 50_000, 10);
    topic.sendException = new TimeoutException("no leader");

    cloakroom.answer.complete(PLACE);

    assertThat(answer).isCompletedExceptionally();
  }

  @Test
  void leavesAloneTheOtherPlaceWhereSizeIsNotWhatIsWrong() { // trap 15
    topic.sendException = new TimeoutException("no leader");

    assertThat(send("k", 50_000, 10)).isCompletedExceptionally();

    assertThat(cloakroom.kept).isEmpty();
  }

  @Test // trap 20
  void closesTheOtherPlaceAsWell() {
    sink.close();

    assertThat(topic.closed()).isTrue();
    assertThat(cloakroom.isClosed).isTrue();
  }

  private Headers headers() {
    return topic.taken.get(0).headers();
  }

  private static Optional<String> claimCheck(ProducerRecord<byte[], byte[]> letter) {
    return Optional.ofNullable(letter.headers().lastHeader("consumer_claim_check"))
        .map(header -> new String(header.value(), UTF_8));
  }

  private CompletableFuture<?> send(String key, int valueBytes, int headerBytes) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("h", new byte[headerBytes]);
    return send(key, valueBytes, headers);
  }

  private CompletableFuture<?> send(String key, int valueBytes, RecordHeaders headers) {
    return sink.send(letter(key, valueBytes, headers)).toCompletableFuture();
  }

  private static DeadLetter letter(String key, int valueBytes, RecordHeaders headers) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "orders",
            2,
            4711,
            17,
            TimestampType.CREATE_TIME,
            -1,
            -1,
            key.getBytes(UTF_8),
            new byte[valueBytes],
            headers,
            Optional.empty());
    return new DeadLetter(record, new IOException("bad"), "handle", 1, Instant.EPOCH, "group");
  }

  /** Keeps letters once a test says so. */
  private static final class Cloakroom implements LargeLetters {

    private final List<DeadLetter> kept = new ArrayList<>();
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private boolean isClosed;

    static int sizeOf(DeadLetter letter) {
      return letter.record().value().length;
    }

    @Override
    public CompletionStage<String> keep(DeadLetter letter) {
      kept.add(letter);
      return answer;
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }

  /** Answers as a broker does whose topic has {@code max.message.bytes}. */
  private static final class TopicWithALimit extends MockProducer<byte[], byte[]> {

    private final List<ProducerRecord<byte[], byte[]>> taken = new ArrayList<>();

    TopicWithALimit() {
      super(KafkaDeadLetterSinkTest.cluster("orders.dlq"), false, null, bytes(), bytes());
    }

    private static ByteArraySerializer bytes() {
      return new ByteArraySerializer();
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      Future<RecordMetadata> future = super.send(record, callback);
      if (sizeOf(record) > LIMIT) {
        errorNext(new RecordTooLargeException(sizeOf(record) + " > " + LIMIT));
      } else {
        taken.add(record);
        completeNext();
      }
      return future;
    }

    private static int sizeOf(ProducerRecord<byte[], byte[]> record) {
      int size = record.key() == null ? 0 : record.key().length;
      size += record.value() == null ? 0 : record.value().length;
      for (Header header : record.headers()) {
        size += header.value().length;
      }
      return size;
    }
  }
}
