package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.core.OutageException;
import io.streamlake.core.decision.LoopHealth;
import io.streamlake.core.decision.LoopHealth.Level;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.LoopState;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether the loop is well, as seen without waiting for it. */
class HealthTest {

  private static final LoopHealth UP =
      LoopHealth.running(Duration.ZERO, Duration.ofMinutes(1), "", List.of());

  private final RecordingHandler handler = new RecordingHandler();
  private final LoopHarness harness = Orders.harness().handler(handler);

  @Test
  void isUpWhileItConsumes() {
    harness.log().append(P0, "a");

    harness.start().runUntilIdle();

    assertThat(harness.loop().health()).isEqualTo(UP);
  }

  @Test
  void namesThePartitionThatIsHeldUntilItGoesOn() {
    handler.failingAlways(P0, 1, () -> new OutageException("the store is down", null));
    harness.log().append(P0, "a", "b");
    harness.start().runUntilIdle();

    LoopHealth held = harness.loop().health();
    assertThat(held.level()).isEqualTo(Level.DEGRADED);
    assertThat(held.isReady()).isTrue();
    assertThat(held.reasons()).singleElement().asString().startsWith("orders-0@1: held for ");

    handler.heal();
    harness.runUntilIdle();
    assertThat(harness.loop().health().level()).isEqualTo(Level.UP);
  }

  @Test
  void isDeadWhereTheLoopDied() { // trap 19
    harness.handler(
        record -> {
          throw new StackOverflowError("a bug");
        });
    harness.log().append(P0, "a");

    harness.start().turns(1_000);

    LoopHealth health = harness.loop().health();
    assertThat(health.level()).isEqualTo(Level.DOWN);
    assertThat(health.isLive()).isFalse();
    assertThat(health.reasons()).singleElement().asString().contains("StackOverflowError: a bug");
  }

  @Test
  void showsAPollThreadThatDoesNotComeRound() { // trap 19
    harness.start().runUntilIdle();
    ConsumerLoop loop = harness.loop();

    harness.time().advance(Duration.ofSeconds(149));
    assertThat(loop.health().level()).isEqualTo(Level.UP);

    harness.time().advance(Duration.ofSeconds(2));
    assertThat(loop.health().level()).isEqualTo(Level.DEGRADED);
    assertThat(loop.health().isLive()).isTrue();

    harness.time().advance(Duration.ofSeconds(150));
    assertThat(loop.health().level()).isEqualTo(Level.DOWN);
    assertThat(loop.health().isLive()).isFalse();
    assertThat(loop.health().reasons())
        .singleElement()
        .asString()
        .startsWith("the poll thread has not come round for PT5M1")
        .contains("max.poll.interval.ms is PT5M");

    harness.turn();
    assertThat(loop.health().level()).isEqualTo(Level.UP);
  }

  @Test
  void showsAPollThreadThatHasDied() throws InterruptedException { // trap 19
    Loops loops = new Loops();
    ConsumerLoop loop = loops.build(builder -> builder.handler(handler));
    Thread once = new Thread(loop::turn);
    once.start();
    once.join();

    assertThat(loop.health().isLive()).isFalse();
    assertThat(loop.health().reasons()).singleElement().asString().endsWith("has died");
  }

  @Test
  void diesWhereAClassIsMissingAtItsStart() { // trap 19
    Loops loops = new Loops();
    loops.intercept(
        "subscribe",
        (consumer, arguments) -> {
          throw new NoClassDefFoundError("an assignor");
        });
    ConsumerLoop loop = loops.build(builder -> builder.handler(handler));

    assertThatThrownBy(loop::start).isInstanceOf(NoClassDefFoundError.class);

    assertThat(loop.state()).isEqualTo(LoopState.FAILED);
    assertThat(loop.health().isLive()).isFalse();
    assertThat(loop.termination().toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void saysThatItRestsBeforeItsStartAndIsDeadAfterItsEnd() {
    Loops loops = new Loops();
    ConsumerLoop loop = loops.build(builder -> builder.handler(handler));
    assertThat(loop.health()).isEqualTo(LoopHealth.resting("the loop has not been started"));

    loops.run(loop, 3);
    assertThat(loop.health().isReady()).isTrue();

    loop.shutdown(Duration.ofSeconds(1));
    loops.run(loop, 3);
    assertThat(loop.health()).isEqualTo(LoopHealth.dead("the loop is closed"));
  }

  @Test
  void saysThatCommitsFailOnceTheyHaveForAWhile() { // trap 3
    harness.log().append(P0, "a");
    harness.start().runUntilIdle();
    harness.log().append(P0, "b");
    harness.group().coordinatorDown();

    harness.runFor(Duration.ofSeconds(40));
    assertThat(harness.loop().health().reasons())
        .anySatisfy(reason -> assertThat(reason).startsWith("commits have been failing for "));

    harness.group().coordinatorUp();
    harness.runUntilIdle();
    assertThat(harness.loop().health().level()).isEqualTo(Level.UP);
  }

  @Test
  void usesThePollIntervalThatIsConfigured() {
    harness.with(
        loop ->
            loop.consumerConfig(Map.of("group.id", "testers", "max.poll.interval.ms", "40000")));
    harness.start().runUntilIdle();

    harness.time().advance(Duration.ofSeconds(41));

    assertThat(harness.loop().health().isLive()).isFalse();
  }
}
