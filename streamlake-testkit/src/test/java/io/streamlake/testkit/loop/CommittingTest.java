package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.CommitPolicy;
import io.streamlake.core.loop.LoopState;
import io.streamlake.core.loop.PartitionStatus;
import io.streamlake.testkit.DeferringHandler;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommittingTest {

  private final RecordingHandler handler = new RecordingHandler();
  private final DeferringHandler deferring = new DeferringHandler();
  private final LoopHarness harness = Orders.harness().handler(handler);

  private void defer() {
    harness.with(loop -> loop.deferredHandler(deferring).drainTimeout(Duration.ofSeconds(2)));
  }

  @Test
  void commitsWhatIsDoneAndNotWhatIsSeenOnATick() { // trap 1
    defer();
    harness.log().append(P0, "a", "b", "c");
    harness.start().runUntil(() -> deferring.accepted(P0).size() == 3);

    deferring.complete(P0, 0);
    deferring.complete(P0, 2);
    harness.runUntilIdle();

    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void commitsWhatIsDoneAndNotWhatIsSeenOnRevoke() { // trap 1
    defer();
    harness.log().append(P0, "a", "b", "c");
    harness.start().runUntil(() -> deferring.accepted(P0).size() == 3);

    deferring.complete(P0, 0);
    deferring.complete(P0, 2);
    harness.revoke(P0).turns(3);

    assertThat(harness.consumer().assignment()).containsExactly(P1);
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void commitsWhatIsDoneAndNotWhatIsSeenOnClose() { // trap 1
    defer();
    harness.log().append(P0, "a", "b", "c");
    harness.start().runUntil(() -> deferring.accepted(P0).size() == 3);

    deferring.complete(P0, 0);
    deferring.complete(P0, 2);
    assertThat(harness.shutdown().isClean()).isFalse();

    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void sendsAFailedCommitAgainWithoutNewProgress() { // trap 3
    harness.with(loop -> loop.commitPolicy(CommitPolicy.records(3)));
    harness.start().runUntilIdle();
    harness.group().failNextCommit(new CoordinatorLoadInProgressException("loading"));
    harness.log().append(P0, "a", "b", "c");

    harness.runUntilIdle();

    assertThat(harness.committed(P0)).hasValue(3);
    assertThat(Orders.tried(harness, P0)).endsWith(3L, 3L);
  }

  @Test
  void doesNotTakeASentCommitForACommittedOne() { // trap 3
    harness.start().runUntilIdle();
    harness.group().holdAnswers();
    harness.log().append(P0, "a");
    harness.runFor(Duration.ofSeconds(20));
    assertThat(harness.committed(P0)).hasValue(1);
    assertThat(status().committed()).hasValue(0L);

    harness.group().releaseAnswers();
    harness.runUntilIdle();

    assertThat(status().committed()).hasValue(1L);
  }

  @Test
  void keepsOneCommitInFlight() { // trap 3
    harness.start().runUntilIdle();
    harness.group().holdAnswers();
    for (int i = 0; i < 5; i++) {
      harness.log().append(P0, "a");
      harness.runFor(Duration.ofSeconds(10));
    }
    assertThat(Orders.tried(harness, P0)).containsExactly(0L, 1L);

    harness.group().releaseAnswers();
    harness.runUntilIdle();

    assertThat(Orders.tried(harness, P0)).containsExactly(0L, 1L, 5L);
  }

  static Stream<RuntimeException> refusals() {
    return Stream.of(
        new RebalanceInProgressException("rebalancing"),
        new CommitFailedException(),
        new StaleMemberEpochException("stale"),
        new CoordinatorLoadInProgressException("loading"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void survivesARefusedTick(RuntimeException refusal) { // trap 4
    harness.start().runUntilIdle();
    harness.group().failNextCommit(refusal);
    harness.group().failNextCommit(refusal);
    harness.log().append(P0, "a");

    harness.runUntilIdle();

    assertThat(harness.loop().state()).isEqualTo(LoopState.RUNNING);
    assertThat(Orders.tried(harness, P0)).containsExactly(0L, 1L, 1L, 1L);
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void survivesARefusedCommitOnRevoke(RuntimeException refusal) { // trap 4
    harness.start().runUntilIdle();
    harness.log().append(P0, "a");
    harness.runUntil(() -> handler.handled(P0).size() == 1);

    harness.group().failNextCommit(refusal);
    harness.revoke(P0).turns(3);
    harness.assignAll().runUntilIdle();

    assertThat(harness.loop().state()).isEqualTo(LoopState.RUNNING);
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void stopsWhenTheBrokerRefusesItsCommitsForGood() { // trap 4, trap 19
    harness.start().runUntilIdle();
    harness.group().failNextCommit(new FencedInstanceIdException("another has its instance id"));
    harness.log().append(P0, "a");

    harness.turns(2_000);

    assertThat(harness.loop().state()).isEqualTo(LoopState.FAILED);
    assertThat(harness.loop().termination().toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void endsACloseAtItsDeadlineWhenARebalanceForbidsTheCommit() { // trap 4, trap 20
    harness.start().runUntilIdle();
    harness.log().append(P0, "a");
    harness.runUntil(() -> handler.handled(P0).size() == 1);
    harness.group().holdRebalances();
    harness.group().rebalance();
    harness.turns(2);

    assertThat(harness.shutdown().isClean()).isFalse();

    assertThat(harness.committed(P0)).hasValue(0);
    assertThat(harness.group().consumers()).isEmpty();
  }

  @Test
  void commitsIdlePartitionsAgainAfterAnHour() { // trap 46
    harness.log().append(P0, "a");
    harness.start().runUntilIdle();

    harness.runFor(Duration.ofMinutes(62));

    assertThat(Orders.applied(harness, P0)).containsExactly(0L, 1L, 1L);
    assertThat(Orders.applied(harness, P1)).containsExactly(0L, 0L);
  }

  @Test
  void keepsTheLeaderEpochWhenAnIdlePartitionIsCommittedAgain() { // trap 13
    harness.log().electLeader(P0);
    harness.log().append(P0, "a");
    harness.start().runUntilIdle();
    assertThat(leaderEpoch()).hasValue(1);

    harness.restart().runFor(Duration.ofMinutes(61));

    assertThat(Orders.applied(harness, P0)).endsWith(1L, 1L);
    assertThat(leaderEpoch()).hasValue(1);
  }

  private Optional<Integer> leaderEpoch() {
    return harness.group().committed(P0).flatMap(OffsetAndMetadata::leaderEpoch);
  }

  private PartitionStatus status() {
    return Orders.status(harness, P0);
  }
}
