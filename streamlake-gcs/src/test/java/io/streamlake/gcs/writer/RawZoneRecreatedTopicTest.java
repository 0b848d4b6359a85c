package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.Audit;
import io.streamlake.gcs.ledger.AuditOptions;
import io.streamlake.gcs.ledger.AuditReport;
import io.streamlake.gcs.ledger.AuditReport.PartitionReport;
import io.streamlake.gcs.ledger.Finding;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.RecordSearch;
import io.streamlake.gcs.ledger.RecreatedTopic;
import io.streamlake.gcs.ledger.Whereabouts;
import io.streamlake.gcs.ledger.Whereabouts.Fate;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawZoneRecreatedTopicTest {

  private static final TopicPartition SUCCESSOR = RecreatedTopic.place(P0, "second-id");

  private final WriterWorld world;
  private final WriterProcess process;

  RawZoneRecreatedTopicTest(@TempDir Path directory) {
    world = new WriterWorld(directory, 1);
    process = world.process();
    process.settings.rollRecords = 4;
  }

  private void landThenRecreate() {
    world.produce(P0, 5);
    process.start().drain();
    process.crash();
    world.recreateTopic();
    world.produce(P0, 7);
  }

  @Test
  void landsAnAcceptedTopicBesideItsPredecessor() { // trap 45
    landThenRecreate();
    process.settings.acceptedTopics = Set.of("second-id");

    process.start().drain();

    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(4L, 5L);
    assertThat(world.claims(SUCCESSOR)).extracting(LedgerEntry::next).containsExactly(4L, 7L);
    assertThat(world.claims(SUCCESSOR)).extracting(LedgerEntry::topicId).containsOnly("second-id");
    assertThat(world.landed(SUCCESSOR)).hasSize(7);
    assertThat(world.landed(P0)).hasSize(5);
    world.checkLedger();
  }

  @Test
  void claimsNothingOfASuccessorThatItCouldNotName() {
    process.store.maxNamePartBytes = "orders+00000+00000000000000000000.jsonl".length();
    landThenRecreate();
    process.settings.acceptedTopics = Set.of("second-id");

    process.start().runFor(Duration.ofMinutes(5));

    assertThat(world.claims(SUCCESSOR)).isEmpty();
    assertThat(world.landed(P0)).hasSize(5);
  }

  @Test
  void startsAnAcceptedTopicAtItsBeginningThoughAllOffsetsAreNew() { // trap 13
    landThenRecreate();
    process.settings.acceptedTopics = Set.of("second-id");
    process.startAtLatest();

    process.start().drain();

    assertThat(world.landed(SUCCESSOR)).hasSize(7);
  }

  @Test
  void skipsNothingOfAnAcceptedTopicWhoseBeginningIsNotKnownAtOnce() { // trap 13, trap 45
    landThenRecreate();
    world.harness().group().reset(P0, null); // a broker forgets the offsets of a deleted topic
    process.settings.acceptedTopics = Set.of("second-id");
    process.startAtLatest();
    world.leaveBeginningsUnanswered(1);

    process.start().drain();

    assertThat(world.landed(SUCCESSOR)).hasSize(7);
  }

  @Test
  void noticesANewTopicThoughTheIdOfTheFirstWasUnknownWhenItsChainBegan() { // trap 45
    world.denyTopicId();
    world.produce(P0, 5);
    process.start().drain();
    process.crash();
    world.allowTopicId();
    world.produce(P0, 3);
    process.start().drain();
    process.crash();
    int before = world.claims(P0).size();
    world.recreateTopic();
    world.produce(P0, 12);

    process.start().runFor(Duration.ofMinutes(5));

    assertThat(world.claims(P0)).hasSize(before);
    assertThat(process.harness().consumer().paused()).contains(P0);
    process.crash();
    process.settings.acceptedTopics = Set.of("second-id");
    process.start().drain();
    assertThat(world.landed(SUCCESSOR)).hasSize(12);
    world.checkLedger();
  }

  @Test
  void goesOnWithAnAcceptedTopicThoughItIsNotNamedAnyMore() { // trap 45
    landThenRecreate();
    process.settings.acceptedTopics = Set.of("second-id");
    process.start().drain();
    process.crash();
    process.settings.acceptedTopics = Set.of();
    world.produce(P0, 3);

    process.start().drain();

    assertThat(world.landed(SUCCESSOR)).hasSize(10);
    world.checkLedger();
  }

  @Test
  void holdsATopicWithSuccessorsWhileItsIdIsUnknown() { // trap 45
    landThenRecreate();
    process.settings.acceptedTopics = Set.of("second-id");
    process.start().drain();
    process.crash();
    world.denyTopicId();
    world.produce(P0, 3);

    process.start().runFor(Duration.ofMinutes(5));

    assertThat(world.landed(P0)).hasSize(5);
    assertThat(world.landed(SUCCESSOR)).hasSize(7);
    world.allowTopicId();
    process.drain();
    assertThat(world.landed(SUCCESSOR)).hasSize(10);
  }

  private AuditReport audit(String topic) {
    AuditOptions options = AuditOptions.at(world.now().plus(Duration.ofDays(1)));
    return Audit.run(world.store, world.layout, options.ofTopic(topic));
  }

  @Test
  void isAuditedAndFoundTogetherWithItsPredecessor() { // trap 45
    landThenRecreate();
    process.settings.acceptedTopics = Set.of("second-id");
    process.start().drain();

    assertThat(audit("orders").findings()).isEmpty();
    assertThat(audit("orders").partitions())
        .extracting(PartitionReport::topic)
        .containsExactly("orders", SUCCESSOR.topic());
    assertThat(new RecordSearch(world.store, world.layout).findInAll(P0, 6))
        .extracting(Whereabouts::fate)
        .containsExactly(Fate.BEYOND_TIP, Fate.LANDED);
    String first = world.claim(SUCCESSOR, 0).files().get(0).name();
    world.store.remove(first);
    assertThat(audit("orders").findings()).extracting(Finding::object).containsExactly(first);
    assertThat(audit(SUCCESSOR.topic()).partitions()).hasSize(1);
  }

  @Test
  void landsNothingOfANewTopicInTheOldChainThoughItsOffsetsFit() { // trap 45
    world.produce(P0, 5);
    process.start().drain();
    world.recreateTopic();
    world.produce(P0, 12);

    process.drain();

    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(4L, 5L);
    assertThat(world.landed(P0)).hasSize(5);
    assertThat(process.harness().consumer().paused()).contains(P0);
  }

  @Test
  void endsTheChainOfItsPredecessorThoughAClaimIsNotComplete() { // trap 45
    world.produceAt(P0, world.now().minus(Duration.ofHours(1)), "0");
    world.produce(P0, 3);
    process.dieAt(Moment.AFTER, world::createsData);
    process.start().runUntilDead();
    world.recreateTopic();
    world.produce(P0, 2);
    process.settings.acceptedTopics = Set.of("second-id");

    process.start().drain();

    assertThat(world.amendments(world.claim(P0, 0))).hasSize(1);
    world.check();
  }

  @Test
  void noticesANewTopicWhileNothingMoves() { // trap 45
    world.produce(P0, 5);
    process.start().drain();
    world.recreateTopic();
    world.produce(P0, 5); // so that the position is as right as it was

    process.runFor(Duration.ofSeconds(40));

    assertThat(process.harness().consumer().paused()).contains(P0);
  }
}
