package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.OutageException;
import io.streamlake.core.decision.PauseReason;
import io.streamlake.core.loop.LoopState;
import io.streamlake.core.loop.PartitionStatus;
import io.streamlake.testkit.DeferringHandler;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RebalancingTest {

  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final RecordingHandler handler = new RecordingHandler();
  private final DeferringHandler deferring = new DeferringHandler();
  private final LoopHarness harness = Orders.harness();

  private void deferTwoRecords() {
    harness.with(loop -> loop.deferredHandler(deferring).drainTimeout(DRAIN));
    harness.log().append(P0, "a", "b");
    harness.start().runUntil(() -> deferring.accepted(P0).size() == 2);
  }

  @Test
  void dropsACompletionThatComesAfterTheRevocation() { // trap 2
    deferTwoRecords();
    harness.runUntilIdle();

    harness.revoke(P0).turns(2).assignAll().runUntilIdle();
    assertThat(deferring.accepted(P0)).containsExactly(0L, 1L, 0L, 1L);
    deferring.deliveries(P0, 0).get(0).complete(null);
    deferring.deliveries(P0, 1).get(0).complete(null);
    harness.runUntilIdle();

    assertThat(harness.committed(P0)).hasValue(0);
    assertThat(status().inFlight()).isEqualTo(2);
  }

  @Test
  void dropsAnAnswerThatComesWhenThePartitionIsBack() { // trap 2
    harness.handler(handler).start().runUntilIdle();
    harness.log().append(P0, "a");
    harness.group().holdAnswers();
    harness.runUntil(() -> harness.committed(P0).orElse(0) == 1);

    harness.group().fence(harness.consumer());
    LoopHarness peer = harness.peer().start();
    harness.log().append(P0, "b");
    peer.runUntil(() -> harness.committed(P0).orElse(0) == 2);
    peer.assign(List.of(P1)).turns(3);
    harness.assign(List.of(P0)).turns(5);
    assertThat(status().committed()).hasValue(2L);

    harness.group().releaseAnswers();
    harness.runUntilIdle();

    assertThat(harness.committed(P0)).hasValue(2);
    assertThat(Orders.applied(harness, P0)).isSorted();
    assertThat(status().committed()).hasValue(2L);
    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
  }

  @Test
  void leavesOutOfACommitWhatBelongsToAnotherMember() { // trap 2
    harness.handler(handler).start().runUntilIdle();
    harness.log().append(P0, "a");
    harness.log().append(P1, "x");
    harness.runUntil(() -> handler.handled().size() == 2);
    harness.group().coordinatorDown();
    harness.runFor(Duration.ofSeconds(20));
    harness.group().coordinatorUp();
    harness.group().fence(harness.consumer());
    harness.peer().start().assign(List.of(P0)).runUntilIdle();
    int before = Orders.tried(harness, P0).size();

    harness.assign(List.of(P1)).runUntilIdle();

    assertThat(Orders.tried(harness, P0)).hasSize(before);
    assertThat(harness.committed(P1)).hasValue(1);
  }

  @Test
  void replaysNoCommitAfterARebalance() { // trap 5
    harness.handler(handler).start().runUntilIdle();
    harness.log().append(P0, "a");
    harness.group().coordinatorDown();
    harness.runFor(Duration.ofSeconds(20));
    assertThat(handler.handled(P0)).containsExactly(0L);
    harness.group().fence(harness.consumer());
    harness.group().coordinatorUp();
    LoopHarness peer = harness.peer().start();
    harness.log().append(P0, "b", "c");
    peer.runUntil(() -> harness.committed(P0).orElse(0) == 3);

    peer.crash();
    harness.assignAll().runUntilIdle();

    assertThat(Orders.applied(harness, P0)).isSorted().endsWith(3L);
    assertThat(handler.handled(P0)).containsExactly(0L, 0L, 1L, 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cooperative", "eager", "consumer"})
  void keepsPauseReasonsOfWhatStaysAndForgetsThoseOfWhatLeaves(String protocol) { // trap 7
    harness.handler(handler).with(loop -> loop.consumerConfig(config(protocol)));
    handler.failingAlways(P0, 0, () -> new OutageException("the store is down", null));
    harness.log().append(P0, "a");
    harness.start().runUntilIdle();
    assertThat(harness.consumer().paused()).containsExactly(P0);

    harness.revoke(P1).turns(3);
    harness.runUntilIdle();
    assertThat(harness.consumer().paused()).containsExactly(P0);
    assertThat(status().pauseReasons()).contains(PauseReason.HELD);

    handler.heal();
    harness.revoke(P0).turns(3).assignAll();
    harness.runUntilIdle();
    assertThat(harness.consumer().paused()).isEmpty();
    assertThat(handler.handled(P0)).containsExactly(0L);
    assertThat(harness.committed(P0)).hasValue(1);
  }

  private static Map<String, String> config(String protocol) {
    return switch (protocol) {
      case "eager" ->
          Map.of(
              "group.id",
              "testers",
              "partition.assignment.strategy",
              RangeAssignor.class.getName());
      case "consumer" -> Map.of("group.id", "testers", "group.protocol", "consumer");
      default -> Map.of("group.id", "testers");
    };
  }

  @Test
  void endsTheDrainOfARevokeAtItsDeadline() { // trap 9
    deferTwoRecords();
    deferring.complete(P0, 0);

    long before = harness.time().nanoTime();
    harness.revoke(P0).turns(2);

    Duration took = Duration.ofNanos(harness.time().nanoTime() - before);
    assertThat(took).isBetween(DRAIN, DRAIN.plusSeconds(2));
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void endsTheDrainOfARevokeAsSoonAsEverythingIsSafe() { // trap 9
    deferTwoRecords();
    harness.time().schedule(Duration.ofSeconds(3), () -> deferring.completeAll(P0));

    long before = harness.time().nanoTime();
    harness.revoke(P0).turns(2);

    Duration took = Duration.ofNanos(harness.time().nanoTime() - before);
    assertThat(took).isLessThan(Duration.ofSeconds(5));
    assertThat(harness.committed(P0)).hasValue(2);
  }

  @Test
  void endsTheDrainOfARevokeEarlyWhenThePartitionIsHeld() { // trap 9
    harness.handler(handler).with(loop -> loop.drainTimeout(DRAIN));
    handler.failingAlways(P0, 1, () -> new OutageException("the store is down", null));
    harness.log().append(P0, "a", "b");
    harness.start().runUntilIdle();

    long before = harness.time().nanoTime();
    harness.revoke(P0).turns(2);

    assertThat(Duration.ofNanos(harness.time().nanoTime() - before)).isLessThan(DRAIN.dividedBy(5));
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void endsTheDrainOfARevokeEarlyWhenADeadLetterIsHeld() { // trap 9, trap 15
    InMemoryDeadLetters deadLetters = new InMemoryDeadLetters();
    deadLetters.failing(1_000, new IOException("no such topic"));
    harness.handler(handler).deadLetters(deadLetters).with(loop -> loop.drainTimeout(DRAIN));
    handler.failingAlways(P0, 1, () -> new InvalidRecordException("validate", "no", null));
    harness.log().append(P0, "a", "b");
    harness.start().runFor(Duration.ofMinutes(1));

    long before = harness.time().nanoTime();
    harness.revoke(P0).turns(2);

    assertThat(Duration.ofNanos(harness.time().nanoTime() - before)).isLessThan(DRAIN.dividedBy(5));
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void isNotPausedByWhatHasLeft() { // trap 11
    harness.with(loop -> loop.inFlightLimits(10, 4));
    deferTwoRecords();

    for (int returns = 1; returns <= 4; returns++) {
      int accepted = 2 + 2 * returns;
      harness.revoke(P0).turns(3).assignAll();
      harness.runUntil(() -> deferring.accepted(P0).size() == accepted);
    }

    assertThat(status().inFlight()).isEqualTo(2);
  }

  @Test
  void countsNothingInFlightOfWhatHasLeft() { // trap 11
    deferTwoRecords();
    assertThat(status().inFlight()).isEqualTo(2);

    harness.revoke(P0).turns(3).assignAll();
    harness.runUntil(() -> deferring.accepted(P0).size() == 4);
    assertThat(status().inFlight()).isEqualTo(2);
    deferring.completeAll(P0);
    harness.runUntilIdle();

    assertThat(status().inFlight()).isZero();
    assertThat(status().bufferedBytes()).isZero();
    assertThat(harness.consumer().paused()).isEmpty();
  }

  @Test
  void commitsNothingOfALostPartition() { // trap 2
    harness.handler(handler).start().runUntilIdle();
    harness.log().append(P0, "a");
    harness.runUntil(() -> handler.handled(P0).size() == 1);
    int before = harness.group().commits().size();

    harness.group().fence(harness.consumer());
    harness.turns(5);

    assertThat(harness.group().commits()).hasSize(before);
    assertThat(harness.consumer().assignment()).isEmpty();
    assertThat(harness.loop().state()).isEqualTo(LoopState.RUNNING);
  }

  @Test
  void commitsARevokedPartitionBeforeItLeaves() { // trap 1
    harness.handler(handler).start().runUntilIdle();
    harness.log().append(P0, "a", "b");
    harness.runUntil(() -> handler.handled(P0).size() == 2);
    LoopHarness peer = harness.peer().start().assign(List.of(P0));

    harness.turns(2);
    peer.runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
    assertThat(harness.committed(P0)).hasValue(2);
  }

  private PartitionStatus status() {
    return Orders.status(harness, P0);
  }
}
