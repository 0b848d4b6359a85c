package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.NullKeys;
import io.streamlake.core.Ordering;
import io.streamlake.core.OutageException;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.decision.PauseReason;
import io.streamlake.core.loop.CloseReport;
import io.streamlake.testkit.DeferringHandler;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Records in the order of their keys: who waits for whom, and what is committed meanwhile. */
class KeyOrderTest {

  private static final int BIG = 1 << 20;
  private static final Map<String, String> ONE_RECORD_A_POLL =
      Map.of("group.id", "testers", "max.poll.records", "1");

  private final RecordingHandler handler = new RecordingHandler();
  private final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters();
  private final LoopHarness harness =
      Orders.harness().handler(handler).with(loop -> loop.ordering(Ordering.KEY).concurrency(4));

  @Test
  void aStuckKeyKeepsOnlyItselfWaiting() { // trap 8, trap 14
    handler.failingAlways(P0, 0, () -> new OutageException("the store is down", null));
    append("a", "b", "a", "c", "b");
    harness.start().runFor(Duration.ofMinutes(2));

    assertThat(handler.handled(P0)).containsExactly(1L, 3L, 4L);
    assertThat(harness.committed(P0)).hasValue(0);
    assertThat(Orders.status(harness, P0).pauseReasons()).containsExactly(PauseReason.HELD);

    append("c", "a");
    harness.runFor(Duration.ofMinutes(2));
    assertThat(handler.handled(P0)).containsExactly(1L, 3L, 4L, 5L);

    handler.heal();
    harness.runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(1L, 3L, 4L, 5L, 0L, 2L, 6L);
    assertThat(harness.committed(P0)).hasValue(7);
    assertThat(Orders.status(harness, P0).pauseReasons()).isEmpty();
  }

  @Test
  void aKeyIsStuckUntilTheLastOfItsReasonsIsGone() {
    handler.failingAlways(P0, 0, () -> new OutageException("down", null));
    handler.failing(P0, 1, 3, () -> new OutageException("down", null));
    append("a", "b");

    harness.start().runUntil(() -> handler.handled(P0).size() == 1);

    assertThat(Orders.status(harness, P0).pauseReasons()).containsExactly(PauseReason.HELD);
  }

  @Test
  void triesARecordAgainBeforeThoseOfItsKey() { // trap 21
    handler.failing(P0, 0, 4, () -> new IOException("no"));
    handler.failing(P0, 2, 4, () -> new IOException("no"));
    handler.failing(P0, 3, 4, () -> new IOException("no"));
    harness.deadLetters(deadLetters);
    append("a", "b", "a", "b", "a");

    harness.start().runUntilIdle();

    assertThat(deadLetters.sent()).isEmpty();
    assertThat(handler.handled(P0)).startsWith(1L);
    assertThat(handler.handled(P0)).containsSubsequence(0L, 2L, 4L);
    assertThat(handler.handled(P0)).containsSubsequence(1L, 3L);
    assertThat(handler.attempts(P0, 2)).isEqualTo(5);
    assertThat(harness.committed(P0)).hasValue(5);
  }

  @Test
  void aHeldDeadLetterKeepsOnlyItsKeyWaiting() { // trap 15
    handler.failingAlways(P0, 0, () -> new InvalidRecordException("validate", "no", null));
    deadLetters.failing(3, new IOException("no such topic"));
    harness.deadLetters(deadLetters);
    append("a", "b");
    harness.start().runUntil(() -> deadLetters.sent().size() == 1);
    append("a", "b");

    harness.runUntil(() -> handler.handled(P0).size() == 2);
    assertThat(handler.handled(P0)).containsExactly(1L, 3L);
    assertThat(harness.committed(P0)).hasValue(0);

    harness.runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(1L, 3L, 2L);
    assertThat(harness.committed(P0)).hasValue(4);
  }

  @Test
  void recordsWithoutAKeyKeepTheirOrder() {
    handler.failing(P0, 0, 1, () -> new IOException("no"));
    append(null, "", null);

    harness.start().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(1L, 0L, 2L);
  }

  @Test
  void recordsWithoutAKeyStandForThemselvesWhereThatIsSaid() {
    handler.failing(P0, 0, 1, () -> new IOException("no"));
    harness.with(loop -> loop.nullKeys(NullKeys.UNORDERED));
    append(null, null, "a");

    harness.start().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(1L, 2L, 0L);
  }

  @Test
  void nobodyWaitsForAnybodyWhereThereIsNoOrder() {
    handler.failing(P0, 0, 1, () -> new IOException("no"));
    harness.with(loop -> loop.ordering(Ordering.UNORDERED));
    append("a", "a", "a");

    harness.start().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(1L, 2L, 0L);
    assertThat(harness.committed(P0)).hasValue(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = Ordering.class,
      names = {"KEY", "UNORDERED"})
  void commitsOnCloseOnlyWhatIsSafe(Ordering ordering) { // trap 1
    handler.failingAlways(P0, 1, () -> new OutageException("down", null));
    harness.with(loop -> loop.ordering(ordering));
    append("a", "b", "c");
    harness.start().runUntil(() -> handler.handled(P0).size() == 2);

    CloseReport report = harness.shutdown();

    assertThat(harness.committed(P0)).hasValue(1);
    assertThat(report.isClean()).isTrue();
    handler.heal();
    harness.start().runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(0L, 2L, 1L, 2L);
  }

  @Test
  void aPromiseKeptAfterTheEpochIsNotCommitted() { // trap 2, trap 11
    DeferringHandler deferring = new DeferringHandler();
    harness.with(loop -> loop.deferredHandler(deferring));
    append("a", "b");
    harness.start().runUntil(() -> deferring.accepted(P0).size() == 2);
    harness.assign(Set.of(P1)).turns(5);
    harness.assignAll().runUntil(() -> deferring.accepted(P0).size() == 4);

    deferring.deliveries(P0, 0).get(0).complete(null);
    deferring.deliveries(P0, 1).get(0).complete(null);
    harness.runUntilIdle();
    assertThat(harness.committed(P0)).hasValue(0);
    assertThat(Orders.status(harness, P0).inFlight()).isEqualTo(2);

    deferring.deliveries(P0, 1).get(1).complete(null);
    harness.runUntilIdle();
    assertThat(harness.committed(P0)).hasValue(0);
    deferring.deliveries(P0, 0).get(1).complete(null);
    harness.runUntilIdle();
    assertThat(harness.committed(P0)).hasValue(2);
    assertThat(Orders.status(harness, P0).inFlight()).isZero();
  }

  @Test
  void readsAgainFromTheLowestBrokenPromise() {
    DeferringHandler deferring = new DeferringHandler();
    harness.with(loop -> loop.deferredHandler(deferring));
    append("a", "b", "a");
    harness.start().runUntil(() -> deferring.accepted(P0).size() == 3);

    deferring.deliveries(P0, 0).get(0).complete(null);
    deferring.deliveries(P0, 1).get(0).completeExceptionally(new IOException("lost"));
    harness.runUntil(() -> deferring.accepted(P0).size() == 5);

    assertThat(deferring.accepted(P0)).containsExactly(0L, 1L, 2L, 1L, 2L);
  }

  @Test
  void losesNothingThatArrivesWhileThePartitionPauses() { // trap 6
    harness.with(loop -> loop.bufferLimits(1, 1).consumerConfig(ONE_RECORD_A_POLL));
    append("a", "b", "a", "c");
    harness.log().append(P1, "x", "y");

    harness.start().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(handler.handled(P1)).containsExactly(0L, 1L);
  }

  @Test
  void boundsWhatWaitsBehindAStuckKey() { // trap 22
    handler.failingAlways(P0, 0, () -> new OutageException("down", null));
    harness.with(loop -> loop.bufferLimits(2L * BIG, 64L * BIG).consumerConfig(ONE_RECORD_A_POLL));
    for (int i = 0; i < 8; i++) {
      byte[] key = "a".getBytes(UTF_8);
      harness.log().append(new ProducerRecord<>("orders", 0, key, new byte[BIG]));
    }
    harness.log().append(P1, "x");

    harness.start().runFor(Duration.ofMinutes(1));
    assertThat(Orders.status(harness, P0).bufferedBytes()).isBetween(2L * BIG, 3L * BIG + 1_000);
    assertThat(harness.committed(P1)).hasValue(1);

    handler.heal();
    harness.runUntilIdle();
    assertThat(harness.committed(P0)).hasValue(8);
    assertThat(Orders.status(harness, P0).bufferedBytes()).isZero();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        outcome("checked", () -> new IOException("no")),
        outcome("outage", () -> new OutageException("down", null)),
        outcome("interrupt", () -> new InterruptedException("no")));
  }

  private static Arguments outcome(String name, Supplier<Exception> failure) {
    return Arguments.of(name, failure);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  void triesEveryUnsettledRecordAgainInTheEnd(String name, Supplier<Exception> failure) { // trap 23
    handler.failing(P0, 1, 7, failure);
    append("a", "b", "a", "b");

    harness.start().runUntilIdle();
    boolean unused = Thread.interrupted();

    assertThat(handler.attempts(P0, 1)).as(name).isEqualTo(8);
    assertThat(handler.handled(P0)).containsSubsequence(1L, 3L);
    assertThat(harness.committed(P0)).hasValue(4);
  }

  @Test
  void countsAnInterruptAsNoAttempt() { // trap 21
    handler.failing(P0, 0, 1, () -> new InterruptedException("the pool is shut down"));
    Duration second = Duration.ofSeconds(1);
    harness
        .deadLetters(deadLetters)
        .with(loop -> loop.retryPolicy(new RetryPolicy(1, second, second)));
    append("a");

    harness.start().runUntilIdle();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(deadLetters.sent()).isEmpty();
    assertThat(harness.committed(P0)).hasValue(1);
  }

  private void append(@Nullable String... keys) {
    for (String key : keys) {
      byte[] bytes = key == null ? null : key.getBytes(UTF_8);
      harness.log().append(new ProducerRecord<>("orders", 0, bytes, "v".getBytes(UTF_8)));
    }
  }
}
