package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.decision.PauseReason;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pausing by the user, at runtime. */
class UserPauseTest {

  private final RecordingHandler handler = new RecordingHandler();
  private final LoopHarness harness = Orders.harness().handler(handler);

  @Test
  void fetchesNothingOfAPausedPartitionAndAllOfTheOthers() {
    harness.start().runUntilIdle();
    harness.loop().pause(List.of(P0));
    harness.turn();
    harness.log().append(P0, "a");
    harness.log().append(P1, "x");
    harness.runUntilIdle();

    assertThat(handler.handled(P0)).isEmpty();
    assertThat(handler.handled(P1)).containsExactly(0L);
    assertThat(Orders.status(harness, P0).pauseReasons()).containsExactly(PauseReason.USER);

    harness.loop().resume(List.of(P0));
    harness.runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(0L);
  }

  @Test
  void staysPausedThroughARebalance() { // trap 7
    harness.start().runUntilIdle();
    harness.loop().pause(List.of(P0));
    harness.turn();
    harness.revoke(P0).runUntilIdle();
    harness.log().append(P0, "a");

    harness.assignAll().runUntilIdle();

    assertThat(handler.handled(P0)).isEmpty();
    assertThat(Orders.status(harness, P0).pauseReasons()).containsExactly(PauseReason.USER);
    harness.loop().resume(List.of(P0));
    harness.runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(0L);
  }

  @Test
  void isNotStuckInAPauseThatEndedWhileThePartitionWasAway() { // trap 7
    harness.start().runUntilIdle();
    harness.loop().pause(List.of(P0));
    harness.turn();
    harness.revoke(P0).runUntilIdle();
    harness.loop().resume(List.of(P0));
    harness.log().append(P0, "a");

    harness.assignAll().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L);
  }

  @Test
  void pausesWhatIsNotAssignedYet() { // trap 7
    harness.with(loop -> {}).start();
    harness.loop().pause(List.of(P0));
    harness.log().append(P0, "a");

    harness.runUntilIdle();

    assertThat(handler.handled(P0)).isEmpty();
    assertThat(harness.committed(P0)).hasValue(0);
  }
}
