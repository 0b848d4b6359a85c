package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.StartPolicy;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.LoopState;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a group's first start, with several members, restarts and patterns. */
class FirstStartsTest {

  private static final TopicPartition RETURNS = new TopicPartition("returns", 0);

  private final RecordingHandler handler = new RecordingHandler();
  private final LoopHarness harness =
      Orders.harness().handler(handler).with(loop -> loop.startPolicy(StartPolicy.latest()));

  @Test
  void startsEveryMemberAtTheEndThoughAnotherHasCommittedAlready() { // trap 13
    harness.log().append(P0, "old");
    harness.log().append(P1, "old");
    LoopHarness peer = harness.peer().start().assign(List.of());
    peer.turns(1);
    harness.start().assign(List.of(P0)).runUntil(() -> harness.committed(P0).orElse(-1) == 1);

    peer.assign(List.of(P1)).runUntilIdle();

    assertThat(harness.committed(P1)).hasValue(1);
    assertThat(handler.handled()).isEmpty();
  }

  @Test
  void startsWhatAppearsWhileItRunsAtEarliestForEveryMember() { // trap 13
    harness.start().runUntilIdle();
    TopicPartition added = new TopicPartition("orders", 2);
    harness.log().topic("orders", 3);
    harness.log().append(added, "new");

    harness.crash().peer().start().runUntilIdle();

    assertThat(handler.handled(added)).containsExactly(0L);
  }

  @Test
  void startsATopicThatMatchesLaterAtEarliest() { // trap 13
    harness.with(loop -> loop.topicPattern(Pattern.compile("orders|returns")));
    harness.start().runUntilIdle();
    harness.log().topic("returns", 1);
    harness.log().append(RETURNS, "new");

    harness.assignAll().runUntilIdle();

    assertThat(handler.handled(RETURNS)).containsExactly(0L);
  }

  @Test
  void startsATopicThatMatchesLaterAtEarliestForAMemberThatIsYounger() { // trap 13
    harness.with(loop -> loop.topicPattern(Pattern.compile("orders|returns")));
    harness.start().runUntilIdle();
    harness.log().topic("returns", 1);
    harness.log().append(RETURNS, "new");

    harness.peer().start().assign(List.of(RETURNS)).runUntilIdle();

    assertThat(handler.handled(RETURNS)).containsExactly(0L);
  }

  @Test
  void startsATopicThatWasAddedByNameByThePolicy() { // trap 13
    harness.start().runUntilIdle();
    harness.crash();
    harness.log().topic("returns", 1);
    harness.log().append(RETURNS, "old");

    harness.with(loop -> loop.topics("orders", "returns")).start().runUntilIdle();
    harness.log().append(RETURNS, "new");
    harness.runUntilIdle();

    assertThat(handler.handled(RETURNS)).containsExactly(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stale", "unknown", "rebalance"})
  void asksAgainForCommittedOffsetsWhenItsEpochIsOver(String kind) { // trap 4
    Loops loops = new Loops();
    AtomicInteger refusals = new AtomicInteger(3);
    loops.failWhile(
        "committed",
        () -> refusals.getAndDecrement() > 0,
        switch (kind) {
          case "stale" -> new StaleMemberEpochException("stale");
          case "unknown" -> new UnknownMemberIdException("unknown");
          default -> new RebalanceInProgressException("rebalancing");
        });
    loops.log().append(P0, "a");
    ConsumerLoop loop = loops.build(builder -> builder.handler(handler));

    loops.run(loop, 500);

    assertThat(loop.state()).isEqualTo(LoopState.RUNNING);
    assertThat(handler.handled(P0)).containsExactly(0L);
  }
}
