package io.streamlake.testkit;

import static io.streamlake.testkit.Fixture.P0;
import static io.streamlake.testkit.Fixture.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.loop.LoopState;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopFaultsTest {

  private final RecordingHandler handler = new RecordingHandler();
  private final LoopHarness harness = LoopHarness.over("orders", 2).handler(handler);

  @Test
  void commitsInTheEndThoughCommitsFail() { // trap 3, trap 4
    harness.log().append(P0, "a", "b");
    harness.group().failNextCommit(new RebalanceInProgressException());
    harness.group().failNextCommit(new CoordinatorLoadInProgressException("loading"));
    harness.group().failNextCommit(new StaleMemberEpochException("stale"));
    harness.group().failNextCommit(new CommitFailedException());
    harness.group().loseNextCommitAnswer(new RebalanceInProgressException());

    harness.start().runUntilIdle();

    assertThat(harness.committed(P0)).hasValue(2);
    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
  }

  @Test
  void holdsOnlyThePartitionThatLostOffsets() { // trap 13
    harness.log().append(P0, "a", "b", "c");
    harness.start().runUntilIdle();
    harness.crash();
    harness.log().append(P0, "d", "e");
    harness.log().deleteRecordsBefore(P0, 4);
    harness.log().append(P1, "x");

    harness.start().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L, 1L, 2L);
    assertThat(harness.committed(P0)).hasValue(3);
    assertThat(harness.committed(P1)).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void goesOnAfterItWasFenced(String protocol) { // trap 2
    harness.with(
        loop -> loop.consumerConfig(Map.of("group.id", "testers", "group.protocol", protocol)));
    harness.log().append(P0, "a");
    harness.start().runUntilIdle();

    harness.group().fence(harness.consumer());
    harness.turns(5).assignAll();
    harness.log().append(P0, "b");
    harness.runUntilIdle();

    assertThat(harness.loop().state()).isEqualTo(LoopState.RUNNING);
    assertThat(harness.committed(P0)).hasValue(2);
    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
  }

  @Test
  void waitsForACoordinatorThatIsDown() {
    harness.log().append(P0, "a");
    harness.start();
    harness.group().coordinatorDown();
    harness.runFor(Duration.ofMinutes(2));
    assertThat(handler.handled()).isEmpty();

    harness.group().coordinatorUp();
    harness.runUntilIdle();

    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void keepsGoingWhenTheCoordinatorGoesAwayInBetween() {
    harness.log().append(P0, "a");
    harness.start().runUntilIdle();
    harness.group().coordinatorDown();
    harness.log().append(P0, "b");
    harness.runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
    assertThat(harness.committed(P0)).hasValue(1);

    harness.group().coordinatorUp();
    harness.runUntilIdle();

    assertThat(harness.committed(P0)).hasValue(2);
  }
}
