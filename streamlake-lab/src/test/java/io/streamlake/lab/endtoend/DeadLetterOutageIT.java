package io.streamlake.lab.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.deadletter.KafkaDeadLetterSink;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.lab.broker.LocalBroker;
import io.streamlake.lab.data.RecordPlace;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The dead letters' topic is gone for a while: 10 s, and a minute with the profile {@code
 * thorough}, or what the property {@code streamlake.lab.outage-ms} says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterOutageIT {

  private static final Duration OUTAGE =
      Duration.ofMillis(Long.getLong("streamlake.lab.outage-ms", 10_000));
  private static final int POISONED = 0;
  private static final int HEALTHY = 1;
  private static final int EACH = 20;
  private static final String POISON = "poison";

  private final LocalBroker broker = LocalBroker.start();

  @AfterAll
  void closeBroker() {
    broker.close();
  }

  // traps 14, 15 and 23
  @Test
  void stallsTheLanesOfDeadLettersAloneWhileTheirClusterIsDown() throws Exception {
    String topic = "cluster-down";
    broker.createTopic(topic, 2, Map.of());
    try (LocalBroker letters = LocalBroker.start()) {
      letters.createTopic("letters", 1, Map.of());
      RecordedAssignments recorded = recorded();
      try (ConsumerLoop loop = start(topic, letters, recorded)) {
        RealLoops.awaitRunning(loop, 2);
        letters.stop();

        stallOne(topic, recorded);
        letters.restart();

        goOn(topic, recorded);
      }
      assertThat(sources(letters)).containsExactlyElementsOf(poisonPlaces(topic));
    }
  }

  // traps 14, 15 and 23
  @Test
  void stallsTheLanesOfDeadLettersAloneWhileTheirTopicIsDeleted() throws Exception {
    String topic = "topic-deleted";
    broker.createTopic(topic, 2, Map.of());
    broker.createTopic("letters", 1, Map.of());
    RecordedAssignments recorded = recorded();
    try (ConsumerLoop loop = start(topic, broker, recorded)) {
      RealLoops.awaitRunning(loop, 2);
      delete("letters");

      stallOne(topic, recorded);
      broker.createTopic("letters", 1, Map.of());

      goOn(topic, recorded);
    }
    assertThat(sources(broker)).containsExactlyElementsOf(poisonPlaces(topic));
  }

  /** Feeds both partitions for as long as the outage lasts. */
  private void stallOne(String topic, RecordedAssignments recorded) throws Exception {
    long end = System.nanoTime() + OUTAGE.toNanos();
    RealLoops.produce(broker, topic, POISONED, Collections.nCopies(EACH, POISON));
    RealLoops.produce(broker, topic, POISONED, EACH);
    long healthy = 0;
    while (System.nanoTime() - end < 0) {
      RealLoops.produce(broker, topic, HEALTHY, EACH);
      healthy += EACH;
      RealLoops.awaitCommitted(broker, topic, Map.of(POISONED, 0L, HEALTHY, healthy));
    }
    assertThat(recorded.assigned()).hasSize(2);
  }

  private void goOn(String topic, RecordedAssignments recorded) throws Exception {
    RealLoops.awaitCommitted(broker, topic, TopicEnds.of(broker, topic));
    assertThat(recorded.handled().stream().filter(place -> place.partition() == POISONED))
        .containsExactlyElementsOf(
            IntStream.range(EACH, 2 * EACH)
                .mapToObj(offset -> new RecordPlace(topic, POISONED, offset))
                .toList());
    assertThat(recorded.assigned()).hasSize(2);
  }

  private static List<RecordPlace> poisonPlaces(String topic) {
    return IntStream.range(0, EACH)
        .mapToObj(offset -> new RecordPlace(topic, POISONED, offset))
        .toList();
  }

  /** Whose letters there are, once each, by offset. */
  private static List<RecordPlace> sources(LocalBroker letters) {
    return PlainReader.read(letters.clientConfig(), "letters").stream()
        .map(ReadLetter::of)
        .map(ReadLetter::source)
        .distinct()
        .sorted(Comparator.comparingLong(RecordPlace::offset))
        .toList();
  }

  private static RecordedAssignments recorded() {
    return new RecordedAssignments(
        record -> {
          if (new String(record.value(), UTF_8).equals(POISON)) {
            throw new InvalidRecordException("handle", "will not do", null);
          }
        });
  }

  private ConsumerLoop start(String topic, LocalBroker letters, RecordedAssignments recorded) {
    Map<String, Object> producer = new HashMap<>(letters.clientConfig());
    // so that letters are given back within the outage, and not only sent late
    producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_000);
    producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2_000);
    return RealLoops.builder(RealLoops.consumer(broker, "classic", topic), recorded)
        .topics(topic)
        .concurrency(1)
        .deadLetters(KafkaDeadLetterSink.create(producer, "letters"))
        .build()
        .start();
  }

  private void delete(String topic) throws Exception {
    try (Admin admin = Admin.create(broker.clientConfig())) {
      admin.deleteTopics(List.of(topic)).all().get();
      Eventually.holds(
          RealLoops.LIMIT,
          () -> !admin.listTopics().names().get().contains(topic),
          () -> topic + " is still there");
    }
  }
}
