package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.LoopEvent;
import io.streamlake.core.decision.LoopHealth.Level;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.StuckRecord;
import io.streamlake.testkit.DeferringHandler;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which records are in a handler, and since when. */
class StuckRecordsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RecordingHandler handler = new RecordingHandler();
  private final List<LoopEvent> events = new CopyOnWriteArrayList<>();
  private final Loops loops = new Loops();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void end() {
    handler.release();
    threads.shutdown();
  }

  @Test
  void tellsWhatIsInItsHandlerAndNotWhatWaitsBehindIt() { // trap 10
    handler.blocking(P0, 1);
    ConsumerLoop loop = blocked("a", "b", "c", "d");
    loops.log().append(P1, "x");
    loops.runUntil(loop, () -> !stuck(loop, MINUTE).isEmpty());

    StuckRecord stuck = stuck(loop, MINUTE).get(0);
    assertThat(stuck(loop, Duration.ZERO)).hasSize(1);
    assertThat(stuck.partition()).isEqualTo(P0);
    assertThat(stuck.offset()).isEqualTo(1);
    assertThat(stuck.age()).isGreaterThanOrEqualTo(MINUTE);
    assertThat(stuck.attempt()).isEqualTo(1);
    assertThat(stuck.stack())
        .anySatisfy(frame -> assertThat(frame.getClassName()).endsWith("RecordingHandler"));
    assertThat(loop.health().level()).isEqualTo(Level.DEGRADED);
    assertThat(loop.health().reasons())
        .anySatisfy(reason -> assertThat(reason).startsWith("orders-0@1: in its handler for "));
  }

  @Test
  void tellsAStuckRecordOnceAndForgetsItWhenItIsDone() { // trap 10
    handler.blocking(P0, 0);
    ConsumerLoop loop = blocked("a");
    loops.runUntil(loop, () -> !stuck(loop, Duration.ofMinutes(5)).isEmpty());
    assertThat(events).filteredOn(event -> event instanceof LoopEvent.Stuck).hasSize(1);

    handler.release();
    loops.runUntil(loop, () -> loops.committed(P0) == 1);

    assertThat(stuck(loop, Duration.ZERO)).isEmpty();
  }

  @Test
  void countsTheAttempts() {
    handler.failing(P0, 0, 2, () -> new IOException("hiccup"));
    ConsumerLoop loop = blocked("a");
    loops.runUntil(loop, () -> handler.attempts(P0, 0) == 2);
    handler.blocking(P0, 0);
    loops.runUntil(loop, () -> !stuck(loop, MINUTE).isEmpty());

    assertThat(stuck(loop, MINUTE).get(0).attempt()).isEqualTo(3);
    assertThat(events)
        .filteredOn(event -> event instanceof LoopEvent.Retried)
        .containsExactly(new LoopEvent.Retried(P0, 0, 2), new LoopEvent.Retried(P0, 0, 3));
  }

  @Test
  void stillTellsWhatIsStuckAfterItsPartitionHasLeft() {
    handler.blocking(P0, 0);
    ConsumerLoop loop = blocked("a");
    loops.runUntil(loop, () -> handler.attempts(P0, 0) == 1);
    loops.group().assign(loops.group().consumers().iterator().next(), List.of(P1));
    loops.runUntil(loop, () -> !stuck(loop, MINUTE).isEmpty());

    assertThat(stuck(loop, MINUTE).get(0).partition()).isEqualTo(P0);

    handler.release();
    loops.runUntil(loop, () -> stuck(loop, Duration.ZERO).isEmpty());
  }

  @Test
  void doesNotCountAsStuckWhatADeferredHandlerHasAccepted() { // trap 10
    LoopHarness harness = Orders.harness();
    harness.with(builder -> builder.deferredHandler(new DeferringHandler()));
    harness.log().append(P0, "a", "b");

    harness.start().runFor(Duration.ofMinutes(10));

    assertThat(harness.loop().stuckRecords(Duration.ZERO)).isEmpty();
    assertThat(harness.loop().health().level()).isEqualTo(Level.UP);
  }

  @Test
  void tellsABatchByItsFirstRecord() { // trap 10
    handler.blocking(P0, 1);
    ConsumerLoop loop =
        loops.build(
            builder ->
                builder
                    .batchHandler(10, records -> handler.handle(records.get(1)))
                    .workers(threads));
    loops.log().append(P0, "a", "b", "c");
    loops.runUntil(loop, () -> !stuck(loop, MINUTE).isEmpty());

    assertThat(stuck(loop, MINUTE).get(0).offset()).isZero();
    assertThat(stuck(loop, MINUTE)).hasSize(1);
  }

  private ConsumerLoop blocked(String... values) {
    ConsumerLoop loop =
        loops.build(builder -> builder.handler(handler).workers(threads).observer(events::add));
    loops.log().append(P0, values);
    return loop;
  }

  private static List<StuckRecord> stuck(ConsumerLoop loop, Duration olderThan) {
    return loop.stuckRecords(olderThan);
  }
}
