package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimersTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Timers timers = new Timers();
  private final List<String> ran = new ArrayList<>();

  @Test
  void runsWhatIsDueInTheOrderOfTime() {
    timers.after(Duration.ofNanos(30), 0, () -> ran.add("c"));
    timers.after(Duration.ofNanos(10), 0, () -> ran.add("a"));
    timers.after(Duration.ofNanos(10), 10, () -> ran.add("b"));

    timers.runDue(9);
    assertThat(ran).isEmpty();
    timers.runDue(20);
    assertThat(ran).containsExactly("a", "b");
    timers.runDue(20);
    assertThat(ran).hasSize(2);
  }

  @Test
  void takesATimerFromATimer() {
    timers.after(
        Duration.ofNanos(5),
        0,
        () -> timers.after(Duration.ofNanos(5), 5, () -> ran.add("second")));

    timers.runDue(9);
    assertThat(ran).isEmpty();
    timers.runDue(10);
    assertThat(ran).containsExactly("second");
  }

  @Test
  void saysHowLongToWaitAtMost() {
    assertThat(timers.untilNext(0, SECOND)).isEqualTo(SECOND);

    timers.after(Duration.ofMillis(10), 0, () -> {});

    assertThat(timers.untilNext(0, SECOND)).isEqualTo(Duration.ofMillis(10));
    assertThat(timers.untilNext(0, Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(1));
    assertThat(timers.untilNext(SECOND.toNanos(), SECOND)).isEqualTo(Duration.ZERO);
  }
}
