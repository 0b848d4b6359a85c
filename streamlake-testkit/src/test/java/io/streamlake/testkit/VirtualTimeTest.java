package io.streamlake.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

  private final LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();

  @Test
  void standsStillUntilItIsMoved() {
    VirtualTime time = new VirtualTime();
    Instant start = time.now();

    time.advance(Duration.ofSeconds(2));

    assertThat(time.now()).isEqualTo(start.plusSeconds(2));
    assertThat(time.nanoTime()).isEqualTo(2_000_000_000L);
  }

  @Property
  void runsWhatIsScheduledInTheOrderOfItsInstants(
      @ForAll @Size(max = 20) List<@IntRange(max = 50) Integer> delays) {
    VirtualTime time = new VirtualTime();
    List<Long> ran = new ArrayList<>();
    delays.forEach(delay -> time.schedule(Duration.ofNanos(delay), () -> ran.add(time.nanoTime())));

    time.advance(Duration.ofNanos(30));

    assertThat(ran)
        .isEqualTo(
            delays.stream().filter(delay -> delay <= 30).sorted().map(Long::valueOf).toList());
    assertThat(time.nanoTime()).isEqualTo(30);
  }

  @Test
  void theWallClockMayJumpAlone() {
    VirtualTime time = new VirtualTime();
    Instant start = time.now();

    time.jumpWallClock(Duration.ofHours(-1));

    assertThat(time.now()).isEqualTo(start.minusSeconds(3600));
    assertThat(time.nanoTime()).isZero();
  }

  @Test
  void waitsForAQueueOnlyAsLongAsItIsEmpty() {
    VirtualTime time = new VirtualTime();
    time.schedule(Duration.ofSeconds(1), () -> queue.add("scheduled"));

    assertThat(time.poll(queue, Duration.ofSeconds(5))).isEqualTo("scheduled");
    assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(1).toNanos());
    assertThat(time.poll(queue, Duration.ofSeconds(5))).isNull();
    assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(6).toNanos());
  }

  @Test
  void attachedWorkersWorkBeforeTimeMoves() {
    VirtualTime time = new VirtualTime();
    StepExecutor workers = StepExecutor.inOrder();
    time.attach(workers);
    workers.execute(() -> queue.add("worked"));

    assertThat(time.poll(queue, Duration.ofSeconds(5))).isEqualTo("worked");

    assertThat(time.nanoTime()).isZero();
  }

  @Test
  void refusesToWaitForEverForNothing() {
    VirtualTime time = new VirtualTime();

    assertThatIllegalStateException()
        .isThrownBy(() -> time.poll(queue, Duration.ofSeconds(Long.MAX_VALUE)));
  }

  @Test
  void refusesTasksWithoutAnEnd() {
    VirtualTime time = new VirtualTime();
    StepExecutor workers = StepExecutor.inOrder();
    time.attach(workers);
    workers.execute(new Again(workers));

    assertThatIllegalStateException().isThrownBy(() -> time.poll(queue, Duration.ofSeconds(1)));
  }

  private record Again(StepExecutor workers) implements Runnable {

    @Override
    public void run() {
      workers.execute(this);
    }
  }
}
