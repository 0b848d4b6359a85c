package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.FailureClassifier;
import io.streamlake.core.FailureKind;
import io.streamlake.core.OutageException;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.decision.PauseReason;
import io.streamlake.core.loop.LoopState;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a record whose handling fails. */
class FailingTest {

  private final RecordingHandler handler = new RecordingHandler();
  private final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters();
  private final LoopHarness harness = Orders.harness().handler(handler);

  @Test
  void holdsTheLaneWhenAttemptsAreExhaustedAndThereIsNoSink() { // trap 14
    handler.failingAlways(P0, 1, () -> new IOException("no"));
    harness.log().append(P0, "a", "b", "c");
    harness.log().append(P1, "x");

    harness.start().runFor(Duration.ofMinutes(5));

    assertThat(handler.attempts(P0, 1)).isGreaterThan(5);
    assertThat(handler.handled(P0)).containsExactly(0L);
    assertThat(harness.committed(P0)).hasValue(1);
    assertThat(harness.committed(P1)).hasValue(1);
    assertThat(Orders.status(harness, P0).pauseReasons()).containsExactly(PauseReason.HELD);

    handler.heal();
    harness.runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(0L, 1L, 2L);
    assertThat(harness.committed(P0)).hasValue(3);
    assertThat(Orders.status(harness, P0).pauseReasons()).isEmpty();
  }

  @Test
  void sendsADeadLetterWhenAttemptsAreExhausted() { // trap 14
    handler.failingAlways(P0, 0, () -> new IOException("no"));
    harness.deadLetters(deadLetters);
    harness.log().append(P0, "a", "b");

    harness.start().runUntilIdle();

    assertThat(handler.attempts(P0, 0)).isEqualTo(RetryPolicy.defaults().maxAttempts());
    assertThat(deadLetters.sent())
        .singleElement()
        .satisfies(letter -> assertThat(letter.attempts()).isEqualTo(5));
    assertThat(harness.committed(P0)).hasValue(2);
  }

  @Test
  void sendsNoDeadLetterDuringAnOutage() { // trap 14
    handler.failingAlways(P0, 0, () -> new OutageException("the store is down", null));
    harness.deadLetters(deadLetters);
    harness.log().append(P0, "a");

    harness.start().runFor(Duration.ofMinutes(5));
    assertThat(deadLetters.sent()).isEmpty();

    handler.heal();
    harness.runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(0L);
  }

  @Test
  void doesNotCountAttemptsThatAnOutageFailed() { // trap 21
    List<Exception> script = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      script.add(new OutageException("the store is down", null));
    }
    script.add(new IOException("a hiccup right after the outage"));
    harness.deadLetters(deadLetters).handler(record -> throwNext(script));
    harness.log().append(P0, "a");

    harness.start().runFor(Duration.ofMinutes(5));

    assertThat(script).isEmpty();
    assertThat(deadLetters.sent()).isEmpty();
    assertThat(harness.committed(P0)).hasValue(1);
  }

  private static void throwNext(List<Exception> script) throws Exception {
    if (!script.isEmpty()) {
      throw script.remove(0);
    }
  }

  @Test
  void countsAttemptsForEachRecordAlone() { // trap 21
    handler.failing(P0, 0, 4, () -> new IOException("no"));
    handler.failing(P0, 1, 4, () -> new IOException("no"));
    handler.failing(P1, 0, 4, () -> new IOException("no"));
    harness.deadLetters(deadLetters);
    harness.log().append(P0, "a", "b", "c");
    harness.log().append(P1, "x", "y");

    harness.start().runUntilIdle();

    assertThat(deadLetters.sent()).isEmpty();
    assertThat(handler.handled(P0)).containsExactly(0L, 1L, 2L);
    assertThat(handler.handled(P1)).containsExactly(0L, 1L);
    assertThat(handler.attempts(P0, 1)).isEqualTo(5);
  }

  @Test
  void countsAnInterruptAsNoAttempt() { // trap 21, trap 23
    handler.failing(P0, 0, 1, () -> new InterruptedException("the pool is shut down"));
    harness
        .deadLetters(deadLetters)
        .with(loop -> loop.retryPolicy(new RetryPolicy(1, second(), second())));
    harness.log().append(P0, "a");

    harness.start().runUntilIdle();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(deadLetters.sent()).isEmpty();
    assertThat(handler.handled(P0)).containsExactly(0L);
    assertThat(harness.committed(P0)).hasValue(1);
  }

  private static Duration second() {
    return Duration.ofSeconds(1);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        outcome("checked", () -> new IOException("no")),
        outcome("runtime", () -> new IllegalStateException("no")),
        outcome("outage", () -> new OutageException("down", null)),
        outcome("interrupt", () -> new InterruptedException("no")),
        outcome("wrapped outage", () -> new RuntimeException(new OutageException("down", null))));
  }

  private static Arguments outcome(String name, Supplier<Exception> failure) {
    return Arguments.of(name, failure);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void triesEveryUnsettledRecordAgainInTheEnd(String name, Supplier<Exception> failure) { // trap 23
    handler.failing(P0, 1, 7, failure);
    harness.log().append(P0, "a", "b", "c");

    harness.start().runUntilIdle();
    boolean unused = Thread.interrupted();

    assertThat(handler.attempts(P0, 1)).as(name).isEqualTo(8);
    assertThat(handler.handled(P0)).endsWith(1L, 2L);
    assertThat(harness.committed(P0)).hasValue(3);
  }

  @Test
  void stopsTheLoopWhereTheClassifierSaysSo() { // trap 19
    handler.failingAlways(P0, 1, () -> new IllegalStateException("misconfigured"));
    harness.with(
        loop ->
            loop.failureClassifier(
                FailureClassifier.of(IllegalStateException.class, FailureKind.STOP)));
    harness.log().append(P0, "a", "b");

    harness.start().turns(1_000);

    assertThat(harness.loop().state()).isEqualTo(LoopState.FAILED);
    assertThat(harness.loop().termination().toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withRootCauseInstanceOf(IllegalStateException.class);
    assertThat(harness.committed(P0)).hasValue(1);
  }
}
