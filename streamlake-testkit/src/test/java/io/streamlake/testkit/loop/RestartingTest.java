package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.loop.CloseReport;
import io.streamlake.core.loop.LoopState;
import io.streamlake.testkit.DeferringHandler;
import io.streamlake.testkit.LoopHarness;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Deferred handling, broken promises, and partitions that start anew. */
class RestartingTest {

  private final DeferringHandler deferring = new DeferringHandler();
  private final LoopHarness harness =
      Orders.harness()
          .with(loop -> loop.deferredHandler(deferring).drainTimeout(Duration.ofSeconds(5)));

  @Test
  void commitsARunOfRecordsThatShareAStageAtOnce() { // trap 22
    CompletableFuture<Void> segment = new CompletableFuture<>();
    List<Long> accepted = new ArrayList<>();
    harness.with(
        loop ->
            loop.deferredHandler(
                record -> {
                  accepted.add(record.offset());
                  return segment;
                }));
    harness.log().append(P0, "a", "b", "c");
    harness.start().runUntilIdle();
    assertThat(accepted).hasSize(3);
    assertThat(harness.committed(P0)).hasValue(0);

    segment.complete(null);
    harness.runUntilIdle();
    assertThat(harness.committed(P0)).hasValue(3);
  }

  @Test
  void commitsInOrderThoughPromisesAreKeptOutOfOrder() { // trap 1
    harness.log().append(P0, "a", "b", "c", "d");
    harness.start().runUntilIdle();

    for (long offset : new long[] {3, 1, 0}) {
      deferring.complete(P0, offset);
      harness.runUntilIdle();
    }
    assertThat(harness.committed(P0)).hasValue(2);

    deferring.complete(P0, 2);
    harness.runUntilIdle();
    assertThat(Orders.applied(harness, P0)).containsExactly(0L, 2L, 4L);
  }

  @Test
  void readsAgainFromTheFrontierAfterABrokenPromise() { // trap 23
    harness.log().append(P0, "a", "b", "c", "d");
    harness.log().append(P1, "x");
    harness.start().runUntil(() -> deferring.accepted(P0).size() == 4);
    deferring.complete(P0, 0);
    deferring.complete(P0, 1);
    deferring.complete(P0, 3);
    harness.turns(3); // settled, and not committed yet
    assertThat(harness.committed(P0)).hasValue(0);

    deferring.fail(P0, 2, new IOException("the upload failed"));
    harness.runUntilIdle();

    assertThat(deferring.accepted(P0)).containsExactly(0L, 1L, 2L, 3L, 2L, 3L);
    assertThat(harness.committed(P0)).hasValue(2);
    assertThat(deferring.accepted(P1)).containsExactly(0L);
    deferring.completeAll(P0);
    harness.runUntilIdle();
    assertThat(harness.committed(P0)).hasValue(4);
  }

  @Test
  void readsAgainWithGrowingBackoffWhilePromisesBreak() { // trap 23
    List<Long> times = new ArrayList<>();
    harness.with(
        loop ->
            loop.deferredHandler(
                record -> {
                  times.add(harness.time().nanoTime());
                  return times.size() < 6
                      ? CompletableFuture.failedFuture(new IOException("no"))
                      : CompletableFuture.completedFuture(null);
                }));
    harness.log().append(P0, "a");

    harness.start().runUntilIdle();

    assertThat(times).hasSize(6);
    long last = times.get(5) - times.get(4);
    long first = times.get(2) - times.get(1);
    assertThat(Duration.ofNanos(first)).isGreaterThan(Duration.ofMillis(100));
    assertThat(last).isGreaterThan(2 * first);
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void fetchesNothingBetweenTwoEpochs() { // trap 6
    harness.with(
        loop ->
            loop.deferredHandler(
                record -> CompletableFuture.failedFuture(new IOException("always"))));
    harness.log().append(P0, "a", "b");
    harness.start().runFor(Duration.ofSeconds(20));

    harness.runUntil(() -> harness.consumer().paused().contains(P0));
    long position = harness.consumer().position(P0);
    harness.log().append(P0, "c", "d");
    harness.turns(3);

    assertThat(harness.consumer().position(P0)).isEqualTo(position);
    assertThat(harness.committed(P0)).hasValue(0);
  }

  @Test
  void endsAPartitionWhosePromiseBreaksWhileItLeaves() { // trap 9, trap 11
    harness.log().append(P0, "a", "b");
    harness.start().runUntil(() -> deferring.accepted(P0).size() == 2);
    deferring.complete(P0, 0);
    harness
        .time()
        .schedule(Duration.ofSeconds(1), () -> deferring.fail(P0, 1, new IOException("late")));

    long before = harness.time().nanoTime();
    harness.revoke(P0).turns(3);
    assertThat(Duration.ofNanos(harness.time().nanoTime() - before))
        .isLessThan(Duration.ofSeconds(3));
    harness.log().append(P1, "x");
    harness.runUntil(() -> deferring.accepted(P1).size() == 1);

    assertThat(harness.loop().state()).isEqualTo(LoopState.RUNNING);
    assertThat(harness.committed(P0)).hasValue(1);
    assertThat(harness.consumer().assignment()).containsExactly(P1);
  }

  @Test
  void commitsWhatIsSafeWhereAPromiseBreaksWhileTheLoopCloses() { // trap 1, trap 20
    harness.log().append(P0, "a", "b");
    harness.start().runUntil(() -> deferring.accepted(P0).size() == 2);
    deferring.complete(P0, 0);
    harness
        .time()
        .schedule(Duration.ofSeconds(1), () -> deferring.fail(P0, 1, new IOException("late")));

    assertThat(harness.shutdown().isClean()).isFalse();

    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void startsAnewWhereItsHandlerSaysSo() {
    JumpingHandlers handlers = new JumpingHandlers();
    harness.with(loop -> loop.partitionHandlers(handlers));
    harness.log().append(P0, "a", "b", "c", "d", "e");
    harness.start().runUntilIdle();
    assertThat(handlers.accepted(P0)).containsExactly(0L, 1L, 2L, 3L, 4L);

    handlers.startAt(P0, OptionalLong.of(3));
    handlers.assignment(P0).restart("another writer has won [0, 3)");
    harness.runUntilIdle();

    assertThat(handlers.accepted(P0)).containsExactly(0L, 1L, 2L, 3L, 4L, 3L, 4L);
    assertThat(handlers.diary(P0)).containsExactlyInAnyOrder("assigned", "dropped", "assigned");
    assertThat(harness.committed(P0)).hasValue(5);
    assertThat(handlers.diary(P1)).containsExactly("assigned");
  }

  @Test
  void dropsWhatWasInFlightWhenItsHandlerStartsItAnew() { // trap 2
    JumpingHandlers handlers = new JumpingHandlers();
    CompletableFuture<Void> old = new CompletableFuture<>();
    handlers.answerWith(old);
    harness.with(loop -> loop.partitionHandlers(handlers));
    harness.log().append(P0, "a", "b");
    harness.start().runUntilIdle();

    handlers.answerWith(new CompletableFuture<>());
    handlers.assignment(P0).restart("staging was lost");
    harness.runUntilIdle();
    old.complete(null);
    harness.runUntilIdle();

    assertThat(handlers.accepted(P0)).containsExactly(0L, 1L, 0L, 1L);
    assertThat(harness.committed(P0)).hasValue(0);
  }

  @Test
  void holdsAPartitionWhoseStartFailsAndAsksAgain() { // trap 23
    JumpingHandlers handlers = new JumpingHandlers();
    handlers.failStarts(P0, 4);
    harness.with(loop -> loop.partitionHandlers(handlers));
    harness.log().append(P0, "a");
    harness.log().append(P1, "x");

    harness.start().runUntilIdle();

    assertThat(handlers.accepted(P0)).containsExactly(0L);
    assertThat(handlers.accepted(P1)).containsExactly(0L);
    assertThat(Orders.status(harness, P0).pauseReasons()).isEmpty();
  }

  @Test
  void closesOnceItIsKnownWhereAPartitionStartsAnew() { // trap 20
    JumpingHandlers handlers = restarted();
    CompletableFuture<OptionalLong> start = new CompletableFuture<>();
    handlers.startWith(P0, start);
    harness.runUntil(() -> handlers.diary(P0).size() == 3);
    harness.time().schedule(Duration.ofSeconds(3), () -> start.complete(OptionalLong.of(4)));

    CloseReport report = harness.shutdown();

    assertThat(report.isClean()).isTrue();
    assertThat(harness.committed(P0)).hasValue(4);
    assertThat(handlers.accepted(P0)).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void asksAgainWhereAPartitionStartsAnewUntilTheTimeToCloseIsOver() { // trap 20, trap 23
    JumpingHandlers handlers = restarted();
    handlers.failStarts(P0, 3);
    handlers.startAt(P0, OptionalLong.of(4));
    harness.runUntil(() -> handlers.diary(P0).size() == 3);

    assertThat(harness.shutdown().isClean()).isTrue();

    assertThat(harness.committed(P0)).hasValue(4);
  }

  @Test
  void tellsOfAPartitionThatHadNotStartedAnewInTime() { // trap 20
    JumpingHandlers handlers = restarted();
    handlers.startWith(P0, new CompletableFuture<>());
    harness.runUntil(() -> handlers.diary(P0).size() == 3);
    long before = harness.time().nanoTime();

    CloseReport report = harness.shutdown();

    assertThat(Duration.ofNanos(harness.time().nanoTime() - before))
        .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
    assertThat(report.isClean()).isFalse();
    assertThat(harness.committed(P0)).hasValue(0);
    assertThat(harness.committed(P1)).hasValue(1);
  }

  @Test
  void doesNotWaitForTheNextTryOfAPartitionThatWasPutOff() { // trap 20
    harness.with(
        loop ->
            loop.deferredHandler(
                record -> CompletableFuture.failedFuture(new IOException("always"))));
    harness.log().append(P0, "a");
    harness.start().runFor(Duration.ofSeconds(100));
    harness.runUntil(() -> harness.consumer().paused().contains(P0));
    long before = harness.time().nanoTime();

    assertThat(harness.shutdown().isClean()).isTrue();

    assertThat(Duration.ofNanos(harness.time().nanoTime() - before))
        .isLessThan(Duration.ofSeconds(1));
    assertThat(harness.committed(P0)).hasValue(0);
  }

  /** One whose handler has just said that a partition has to start anew. */
  private JumpingHandlers restarted() {
    JumpingHandlers handlers = new JumpingHandlers();
    CompletableFuture<Void> landed = new CompletableFuture<>();
    handlers.answerWith(landed);
    harness.with(loop -> loop.partitionHandlers(handlers));
    harness.log().append(P0, "a", "b", "c", "d", "e");
    harness.start().runUntilIdle();
    handlers.answerWith(CompletableFuture.completedFuture(null));
    harness.log().append(P1, "x");
    harness.runUntilIdle();
    handlers.assignment(P0).restart("another writer has won [0, 4)");
    return handlers;
  }
}
