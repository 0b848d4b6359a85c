package io.streamlake.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.decision.LoopHealth.Level;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LoopHealthPropertyTest {

  private static final Duration INTERVAL = Duration.ofSeconds(1_000);

  @Property
  void isLiveExactlyWhileThePollThreadComesRoundInTime(
      @ForAll @IntRange(max = 3_000) int seconds, @ForAll @Size(max = 3) List<String> troubles) {
    LoopHealth health =
        LoopHealth.running(Duration.ofSeconds(seconds), INTERVAL, "Foo.bar(Foo.java:1)", troubles);

    assertThat(health.isLive()).isEqualTo(seconds < 1_000);
    assertThat(health.isReady()).isEqualTo(seconds < 1_000);
    assertThat(health.level() == Level.DOWN).isEqualTo(seconds >= 1_000);
  }

  @Property
  void isUpExactlyWhereItHasNoReasonNotToBe(
      @ForAll @IntRange(max = 3_000) int seconds, @ForAll @Size(max = 3) List<String> troubles) {
    LoopHealth health =
        LoopHealth.running(Duration.ofSeconds(seconds), INTERVAL, "Foo.bar(Foo.java:1)", troubles);

    assertThat(health.level() == Level.UP).isEqualTo(health.reasons().isEmpty());
    assertThat(health.reasons()).containsAll(troubles);
    assertThat(health.reasons()).hasSize(troubles.size() + (seconds >= 500 ? 1 : 0));
  }

  @Example
  void isDownButLiveWhileItRests() {
    assertThat(LoopHealth.resting("closing"))
        .isEqualTo(new LoopHealth(Level.DOWN, true, false, List.of("closing")));
  }

  @Example
  void isNeitherLiveNorReadyOnceItIsDead() {
    assertThat(LoopHealth.dead("failed"))
        .isEqualTo(new LoopHealth(Level.DOWN, false, false, List.of("failed")));
  }
}
