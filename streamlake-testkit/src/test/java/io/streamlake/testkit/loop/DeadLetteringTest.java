package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.Handler;
import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.deadletter.KafkaDeadLetterSink;
import io.streamlake.core.decision.PauseReason;
import io.streamlake.core.loop.LoopState;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

class DeadLetteringTest {

  private final RecordingHandler handler = new RecordingHandler();
  private final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters();
  private final LoopHarness harness = Orders.harness().handler(handler).deadLetters(deadLetters);

  private static InvalidRecordException invalid() {
    return new InvalidRecordException("validate", "not JSON", null);
  }

  @Test
  void holdsTheLaneUntilADeadLetterIsAcknowledgedAndThenGoesOn() { // trap 15
    handler.failingAlways(P0, 0, DeadLetteringTest::invalid);
    deadLetters.failing(6, new IOException("the dead-letter topic is down"));
    harness.start().runUntilIdle();
    harness.log().append(P0, "poison", "b");
    harness.runUntil(() -> deadLetters.sent().size() == 3);

    harness.log().append(P1, "x");
    harness.runUntil(() -> harness.committed(P1).orElse(0) == 1);
    assertThat(harness.committed(P0)).hasValue(0);
    assertThat(Orders.status(harness, P0).pauseReasons())
        .containsExactly(PauseReason.DEAD_LETTER_HELD);

    harness.runUntilIdle();
    assertThat(deadLetters.sent()).hasSize(7);
    assertThat(deadLetters.acknowledged(P0)).containsExactly(0L);
    assertThat(handler.handled(P0)).containsExactly(1L);
    assertThat(harness.committed(P0)).hasValue(2);
    assertThat(Orders.status(harness, P0).pauseReasons()).isEmpty();
  }

  @Test
  void takesASinkThatThrowsForOneThatFails() { // trap 15, trap 23
    List<DeadLetter> seen = new ArrayList<>();
    handler.failingAlways(P0, 0, DeadLetteringTest::invalid);
    harness.deadLetters(
        letter -> {
          seen.add(letter);
          if (seen.size() < 4) {
            throw new IllegalStateException("the sink is broken");
          }
          return deadLetters.send(letter);
        });
    harness.log().append(P0, "poison", "b");

    harness.start().runUntilIdle();

    assertThat(seen).hasSize(4);
    assertThat(harness.committed(P0)).hasValue(2);
    assertThat(harness.loop().state()).isEqualTo(LoopState.RUNNING);
  }

  @Test
  void sendsAHeldLetterOfARevokedPartitionAgainForTheNextOwner() { // trap 15
    handler.failingAlways(P0, 0, DeadLetteringTest::invalid);
    deadLetters.failing(3, new IOException("the dead-letter topic is down"));
    harness.log().append(P0, "poison");
    harness.start().runUntil(() -> deadLetters.sent().size() == 1);

    harness.revoke(P0).turns(3);
    assertThat(harness.committed(P0)).hasValue(0);
    harness.assignAll().runUntilIdle();

    assertThat(deadLetters.acknowledged(P0)).containsExactly(0L);
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void keepsDeadLetterHeadersFromGrowingOverHops() { // trap 16
    LoopHarness next = harness;
    ProducerRecord<byte[], byte[]> letter = deadLetterOf(harness, 0);
    int headers = letter.headers().toArray().length;
    for (int hop = 1; hop <= 3; hop++) {
      next = Orders.harness();
      next.log().append(copy(letter));
      letter = deadLetterOf(next, 0);
    }

    assertThat(letter.headers().toArray().length).isBetween(headers, headers + 3);
    assertThat(letter.headers().headers("consumer_error")).hasSize(1);
    assertThat(letter.headers().headers("consumer_origin_topic")).hasSize(1);
  }

  /** The letter of partition 0's record at an offset; appends one where there is none. */
  private static ProducerRecord<byte[], byte[]> deadLetterOf(LoopHarness loop, long offset) {
    if (loop.log().end(P0) == offset) {
      loop.log().append(new ProducerRecord<>("orders", 0, new byte[] {'k'}, new byte[] {'v'}));
    }
    MockProducer<byte[], byte[]> producer = producer();
    loop.handler(
            record -> {
              throw invalid();
            })
        .deadLetters(KafkaDeadLetterSink.sendingOn(producer, "orders", Runnable::run))
        .start()
        .runUntilIdle();
    return producer.history().get(0);
  }

  private static MockProducer<byte[], byte[]> producer() {
    return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static ProducerRecord<byte[], byte[]> copy(ProducerRecord<byte[], byte[]> letter) {
    return new ProducerRecord<>(
        "orders", 0, letter.timestamp(), letter.key(), letter.value(), letter.headers());
  }

  @Test
  void keepsEveryByteOfARecordInItsDeadLetter() { // trap 17
    byte[] key = {0, -1, 2};
    ProducerRecord<byte[], byte[]> tombstone =
        new ProducerRecord<>("orders", 0, 1_700_000_000_000L, key, null, List.of());
    tombstone.headers().add("h", "1".getBytes(UTF_8)).add("n", null).add("h", new byte[0]);
    harness.log().append(tombstone);

    ProducerRecord<byte[], byte[]> letter = deadLetterOf(harness, 0);

    assertThat(letter.key()).isEqualTo(key);
    assertThat(letter.value()).isNull();
    assertThat(letter.timestamp()).isEqualTo(1_700_000_000_000L);
    assertThat(letter.headers().toArray())
        .startsWith(
            new RecordHeader("h", "1".getBytes(UTF_8)),
            new RecordHeader("n", (byte[]) null),
            new RecordHeader("h", new byte[0]));
  }

  @Test
  void sendsAPoisonPillToTheDeadLettersAtOnceAndGoesOn() { // trap 18
    List<String> seen = new ArrayList<>();
    harness.handler(
        Handler.decoding(
            new StringDeserializer(),
            new IntegerDeserializer(),
            record -> seen.add(record.key() + "=" + record.value())));
    harness.log().append(new ProducerRecord<>("orders", 0, null, new byte[] {0, 0, 0, 1}));
    harness.log().append(P0, "not four bytes");
    harness.log().append(new ProducerRecord<>("orders", 0, null, null));
    harness.log().append(new ProducerRecord<>("orders", 0, new byte[] {'k'}, new byte[4]));

    harness.start().runUntilIdle();

    assertThat(seen).containsExactly("null=1", "null=null", "k=0");
    assertThat(deadLetters.sent()).singleElement().satisfies(DeadLetteringTest::isThePill);
    assertThat(harness.committed(P0)).hasValue(4);
  }

  private static void isThePill(DeadLetter letter) {
    assertThat(letter.stage()).isEqualTo("deserialize");
    assertThat(letter.attempts()).isEqualTo(1);
    assertThat(letter.record().value()).isEqualTo("not four bytes".getBytes(UTF_8));
  }

  @Test
  void boundsTheDeadLettersInFlight() { // trap 22
    harness.handler(
        record -> {
          throw invalid();
        });
    deadLetters.hold();
    for (int i = 0; i < 1_500; i++) {
      harness.log().append(P0, "poison");
    }

    harness.start().runFor(Duration.ofMinutes(1));
    assertThat(deadLetters.sent()).hasSize(1_000);

    deadLetters.acknowledge();
    harness.runUntilIdle();
    assertThat(deadLetters.acknowledged(P0)).hasSize(1_500);
    assertThat(harness.committed(P0)).hasValue(1_500);
  }
}
