package io.streamlake.testkit;

import static io.streamlake.testkit.Fixture.P0;
import static io.streamlake.testkit.Fixture.P1;
import static io.streamlake.testkit.Fixture.P2;
import static io.streamlake.testkit.Fixture.at;
import static io.streamlake.testkit.Fixture.offsets;
import static io.streamlake.testkit.Fixture.pollOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.streamlake.testkit.Fixture.Diary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class LogConsumerMembershipTest {

  private static final Map<String, Object> EAGER =
      Map.of("partition.assignment.strategy", "org.apache.kafka.clients.consumer.RangeAssignor");
  private static final Map<String, Object> KIP_848 = Map.of("group.protocol", "consumer");

  private final Fixture fixture = new Fixture();
  private final TestGroup group = fixture.group;

  private Diary join(LogConsumer consumer, TopicPartition... partitions) {
    Diary diary = new Diary(consumer);
    consumer.subscribe(List.of("orders"), diary);
    group.assign(consumer, partitions);
    pollOnce(consumer);
    return diary;
  }

  @Test
  void aPartitionReachesItsNewOwnerAfterTheOldOneGaveItUp() {
    LogConsumer a = fixture.consumer();
    LogConsumer b = fixture.consumer();
    Diary diaryOfA = join(a, P0, P1);
    Diary diaryOfB = join(b);
    diaryOfA.whenRevoked(() -> a.commitSync(at(P1, 7)));

    group.assign(b, P1);
    pollOnce(b);
    assertThat(b.assignment()).isEmpty();
    pollOnce(a);
    pollOnce(b);

    assertThat(diaryOfA.entries).endsWith("revoked [orders-1]", "assigned []");
    assertThat(diaryOfB.entries).endsWith("assigned [orders-1]");
    assertThat(a.assignment()).containsExactly(P0);
    assertThat(group.committed(P1)).contains(new OffsetAndMetadata(7));
  }

  @Test
  void comesBackAsAnotherAssignmentWhenItWentFromAToBToA() { // trap 2
    fixture.log.append(P0, "a", "b");
    LogConsumer a = fixture.reader(P0);
    LogConsumer b = fixture.reader();
    List<String> answers = new ArrayList<>();
    group.holdAnswers();
    pollOnce(a);
    a.pause(List.of(P0));
    a.commitAsync(at(P0, 1), (offsets, error) -> answers.add("A's first"));

    group.assign(b, P0);
    pollOnce(a);
    pollOnce(b);
    b.commitSync(at(P0, 2));
    group.assign(a, P0);
    pollOnce(b);
    pollOnce(a);
    group.releaseAnswers();
    pollOnce(a);

    assertThat(answers).containsExactly("A's first");
    assertThat(a.paused()).isEmpty();
    assertThat(group.committed(P0)).contains(new OffsetAndMetadata(2));
  }

  @Test
  void acceptsACommitForAPartitionThatTheMemberDoesNotOwn() { // trap 2
    LogConsumer a = fixture.reader(P0);

    a.commitSync(at(P2, 5));

    assertThat(group.committed(P2)).contains(new OffsetAndMetadata(5));
  }

  @Test
  void keepsPausesAndPositionsOverACooperativeRebalance() { // trap 7
    fixture.log.append(P0, "a", "b");
    LogConsumer consumer = fixture.reader(P0, P1);
    consumer.seek(P0, 1);
    consumer.pause(List.of(P0));

    group.assign(consumer, P0);
    pollOnce(consumer);

    assertThat(consumer.paused()).containsExactly(P0);
    assertThat(consumer.position(P0)).isEqualTo(1);
  }

  @Test
  void losesPausesAndPositionsInAnEagerRebalance() { // trap 7
    fixture.log.append(P0, "a", "b");
    LogConsumer consumer = fixture.consumer(EAGER);
    Diary diary = join(consumer, P0, P1);
    consumer.pause(List.of(P0));

    group.assign(consumer, P0);
    pollOnce(consumer);

    assertThat(diary.entries)
        .containsExactly(
            "revoked []",
            "assigned [orders-0, orders-1]",
            "revoked [orders-0, orders-1]",
            "assigned [orders-0]");
    assertThat(consumer.paused()).isEmpty();
    assertThat(consumer.position(P0)).isEqualTo(2);
  }

  @Test
  void eagerMembersWaitForEachOther() {
    LogConsumer a = fixture.consumer(EAGER);
    LogConsumer b = fixture.consumer(EAGER);
    join(a, P0, P1);
    join(b);

    group.assign(b, P1);
    pollOnce(b);
    assertThatExceptionOfType(RebalanceInProgressException.class)
        .isThrownBy(() -> b.commitSync(at(P1, 1)));
    pollOnce(a);
    pollOnce(b);

    assertThat(b.assignment()).containsExactly(P1);
  }

  @Test
  void aFencedMemberLosesItsPartitionsAndItsCommits() {
    LogConsumer zombie = fixture.consumer();
    Diary diary = join(zombie, P0);
    LogConsumer heir = fixture.reader();

    group.fence(zombie);
    group.assign(heir, P0);
    pollOnce(heir);
    assertThat(heir.assignment()).containsExactly(P0);
    assertThat(zombie.assignment()).containsExactly(P0);
    assertThatExceptionOfType(CommitFailedException.class)
        .isThrownBy(() -> zombie.commitSync(at(P0, 1)));
    pollOnce(zombie);

    assertThat(diary.entries).endsWith("lost [orders-0]", "assigned []");
    assertThat(zombie.assignment()).isEmpty();
    assertThat(group.committed(P0)).isEmpty();
  }

  @Test
  void aFencedMemberOfTheNewProtocolSeesAStaleEpoch() {
    LogConsumer zombie = fixture.consumer(KIP_848);
    join(zombie, P0);
    List<Exception> answers = new ArrayList<>();

    group.fence(zombie);
    zombie.commitAsync(at(P0, 1), (offsets, error) -> answers.add(error));
    pollOnce(zombie);

    assertThat(answers).singleElement().isInstanceOf(StaleMemberEpochException.class);
  }

  @Test
  void cannotCommitWhileItWaitsForARebalance() { // trap 4
    LogConsumer consumer = fixture.consumer();
    join(consumer, P0);
    group.holdRebalances();
    group.rebalance();
    pollOnce(consumer);

    assertThatExceptionOfType(RebalanceInProgressException.class)
        .isThrownBy(() -> consumer.commitSync(at(P0, 1)));

    group.releaseRebalances();
    pollOnce(consumer);
    consumer.commitSync(at(P0, 1));
    assertThat(group.committed(P0)).contains(new OffsetAndMetadata(1));
  }

  @Test
  void aWakeUpInsideACallbackBringsTheCallbackAgain() {
    LogConsumer consumer = fixture.consumer();
    Diary diary = join(consumer, P0, P1);
    diary.whenRevoked(() -> consumer.commitSync(at(P1, 1)));
    group.assign(consumer, P0);
    diary.whenRevoked(
        () -> {
          diary.whenRevoked(() -> {});
          consumer.wakeup();
          consumer.commitSync(at(P1, 1));
        });

    assertThatExceptionOfType(WakeupException.class).isThrownBy(() -> pollOnce(consumer));
    pollOnce(consumer);

    assertThat(diary.entries).endsWith("revoked [orders-1]", "revoked [orders-1]", "assigned []");
  }

  @Test
  void aFailingCallbackEndsThePollAfterTheRebalance() {
    LogConsumer consumer = fixture.consumer();
    Diary diary = join(consumer, P0, P1);
    diary.whenRevoked(
        () -> {
          throw new IllegalArgumentException("user code");
        });
    group.assign(consumer, P0);

    assertThatExceptionOfType(KafkaException.class)
        .isThrownBy(() -> pollOnce(consumer))
        .withCauseInstanceOf(IllegalArgumentException.class);

    assertThat(consumer.assignment()).containsExactly(P0);
  }

  @Test
  void subscribesToWhateverMatches() {
    LogConsumer consumer = fixture.consumer();
    consumer.subscribe(Pattern.compile("ord.*"));
    assertThat(consumer.subscription()).containsExactly("orders");

    fixture.log.topic("ordinals", 1).topic("users", 1);

    assertThat(consumer.subscription()).containsExactlyInAnyOrder("orders", "ordinals");
  }

  @Test
  void deliversNothingOfARevokedPartition() {
    fixture.log.append(P0, "a");
    LogConsumer consumer = fixture.reader(P0, P1);

    group.assign(consumer, P1);

    assertThat(offsets(pollOnce(consumer), P0)).isEmpty();
  }
}
