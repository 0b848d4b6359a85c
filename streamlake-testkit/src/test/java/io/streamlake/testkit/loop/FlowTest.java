package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.Assignment;
import io.streamlake.core.Ordering;
import io.streamlake.core.OutageException;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Settlement;
import io.streamlake.core.decision.PauseReason;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.PartitionStatus;
import io.streamlake.testkit.DeferringHandler;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pausing: what it keeps, what it bounds, and that polling goes on. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class FlowTest {

  private static final int BIG = 1 << 20;
  private static final Map<String, String> ONE_RECORD_A_POLL =
      Map.of("group.id", "testers", "max.poll.records", "1");

  private final RecordingHandler handler = new RecordingHandler();
  private final LoopHarness harness = Orders.harness().handler(handler);

  @Test
  void handlesRecordsThatArriveWhileThePartitionPauses() { // trap 6
    PausingHandler pausing = new PausingHandler();
    harness.with(
        loop -> loop.consumerConfig(ONE_RECORD_A_POLL).partitionHandlers(pausing::assigned));
    harness.log().append(P0, "a", "b", "c", "d");

    harness.start().runUntilIdle();
    assertThat(pausing.offsets).containsExactly(0L, 1L);
    assertThat(Orders.status(harness, P0).pauseReasons()).containsExactly(PauseReason.HANDLER);
    assertThat(harness.committed(P0)).hasValue(2);

    pausing.resume();
    harness.runUntilIdle();
    assertThat(pausing.offsets).containsExactly(0L, 1L, 2L, 3L);
    assertThat(harness.committed(P0)).hasValue(4);
  }

  @Test
  void handlesWhatWasFetchedBeforeBackpressurePaused() { // trap 6
    harness.with(loop -> loop.bufferLimits(1, 1).consumerConfig(ONE_RECORD_A_POLL));
    harness.log().append(P0, "a", "b", "c", "d");
    harness.log().append(P1, "x", "y");

    harness.start().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L, 1L, 2L, 3L);
    assertThat(handler.handled(P1)).containsExactly(0L, 1L);
  }

  @Test
  void pollsOnWhileARecordBacksOff() { // trap 8
    handler.failing(P0, 0, 4, () -> new IOException("hiccup"));
    harness.start().runUntilIdle();
    harness.log().append(P0, "a");
    harness.runUntil(() -> handler.attempts(P0, 0) == 1);

    harness.log().append(P1, "x");
    harness.runUntil(() -> handler.handled(P1).size() == 1);

    assertThat(handler.handled(P0)).isEmpty();
    harness.runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(0L);
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(Ordering.class)
  void pollsOnWhileAHandlerBlocks(Ordering ordering) { // trap 8
    handler.blocking(P0, 0);
    Loops loops = new Loops();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    ConsumerLoop loop =
        loops.build(builder -> builder.handler(handler).workers(threads).ordering(ordering));
    loops.log().append(P0, "a");
    loops.log().append(P1, "x");

    loops.runUntil(loop, () -> loops.committed(P1) == 1);
    assertThat(handler.handled(P0)).isEmpty();
    assertThat(loops.committed(P0)).isZero();

    handler.release();
    loops.runUntil(loop, () -> loops.committed(P0) == 1);
    threads.shutdown();
    assertThat(handler.handled(P0)).containsExactly(0L);
  }

  @Test
  void pollsOnWhileALaneIsHeld() { // trap 8
    handler.failingAlways(P0, 0, () -> new OutageException("the store is down", null));
    harness.log().append(P0, "a");
    harness.start().runFor(Duration.ofMinutes(2));

    harness.log().append(P1, "x");
    harness.runUntil(() -> harness.committed(P1).orElse(0) == 1);

    assertThat(Orders.status(harness, P0).pauseReasons()).containsExactly(PauseReason.HELD);
  }

  @Test
  void pollsOnWhileADeadLetterIsNotAcknowledged() { // trap 8, trap 15
    InMemoryDeadLetters deadLetters = new InMemoryDeadLetters();
    deadLetters.hold();
    harness.deadLetters(deadLetters).with(loop -> loop.consumerConfig(ONE_RECORD_A_POLL));
    handler.failingAlways(P0, 0, () -> new IllegalStateException("no"));
    harness.log().append(P0, "a", "b", "c");

    harness.start().runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(1L, 2L);
    assertThat(harness.committed(P0)).hasValue(0);

    deadLetters.acknowledge();
    harness.runUntilIdle();
    assertThat(harness.committed(P0)).hasValue(3);
  }

  @Test
  void boundsWhatIsBufferedByBytesAndPollsOn() { // trap 22
    handler.failingAlways(P0, 0, () -> new OutageException("the store is down", null));
    harness.with(loop -> loop.bufferLimits(2 * BIG, 4 * BIG).consumerConfig(ONE_RECORD_A_POLL));
    harness.start().runUntilIdle();
    appendBig(8);
    harness.loop().turn(); // fetches without workers: nothing is taken yet
    harness.loop().turn();
    harness.loop().turn();
    harness.loop().turn();

    PartitionStatus status = Orders.status(harness, P0);
    assertThat(status.bufferedBytes()).isBetween(2L * BIG, 3L * BIG + 1_000);
    assertThat(harness.consumer().paused()).contains(P0);

    harness.log().append(P1, "x");
    harness.runUntil(() -> harness.committed(P1).orElse(0) == 1);
    handler.heal();
    harness.runUntilIdle();
    assertThat(handler.handled(P0)).hasSize(8);
    assertThat(harness.committed(P0)).hasValue(8);
    assertThat(Orders.status(harness, P0).bufferedBytes()).isZero();
  }

  @Test
  void boundsWhatADeferredHandlerHasInFlight() { // trap 22
    DeferringHandler deferring = new DeferringHandler();
    harness.with(
        loop ->
            loop.deferredHandler(deferring)
                .inFlightLimits(2, 100)
                .consumerConfig(ONE_RECORD_A_POLL));
    harness.log().append(P0, "a", "b", "c", "d", "e");
    harness.log().append(P1, "x");
    harness.start().runUntilIdle();

    assertThat(deferring.accepted(P0)).containsExactly(0L, 1L);
    assertThat(deferring.accepted(P1)).containsExactly(0L);
    assertThat(Orders.status(harness, P0).pauseReasons()).containsExactly(PauseReason.BACKPRESSURE);

    deferring.deliveries(P0, 0).get(0).complete(null);
    harness.runUntil(() -> deferring.accepted(P0).size() == 3);
    assertThat(Orders.status(harness, P0).frontier()).isEqualTo(1);
  }

  @Test
  void waitsInFrontOfARecordThatItsHandlerHasNoRoomForAndPollsOn() { // trap 8
    FullHandler full = new FullHandler();
    harness.with(loop -> loop.partitionHandlers(full::assigned));
    harness.log().append(P0, "a", "b", "c");
    harness.start().runFor(Duration.ofMinutes(10));
    assertThat(full.taken(P0)).containsExactly(0L);
    assertThat(harness.committed(P0)).hasValue(1);
    assertThat(Orders.status(harness, P0).pauseReasons()).isEmpty();

    harness.log().append(P1, "x");
    harness.runUntil(() -> harness.committed(P1).orElse(0) == 1);
    full.makeRoom();
    harness.runUntilIdle();

    assertThat(full.taken(P0)).containsExactly(0L, 1L, 2L);
    assertThat(harness.committed(P0)).hasValue(3);
  }

  @Test
  void leavesWhatItsHandlerHasNoRoomForToTheNextOwner() { // trap 9
    FullHandler full = new FullHandler();
    harness.with(loop -> loop.partitionHandlers(full::assigned));
    harness.log().append(P0, "a", "b", "c");
    harness.start().runUntilIdle();

    assertThat(harness.shutdown().isClean()).isTrue();

    assertThat(harness.committed(P0)).hasValue(1);
  }

  private void appendBig(int count) {
    for (int i = 0; i < count; i++) {
      harness.log().append(new ProducerRecord<>("orders", 0, null, new byte[BIG]));
    }
  }

  /** Pauses at its first record, until it is resumed. */
  private static final class PausingHandler {

    private final List<Long> offsets = new ArrayList<>();
    private final List<Assignment> paused = new ArrayList<>();

    PartitionHandler assigned(Assignment assignment) {
      return new PartitionHandler() {
        @Override
        public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
          if (offsets.isEmpty()) {
            paused.add(assignment);
            assignment.pause();
          }
          offsets.add(record.offset());
          return Settlement.NOW;
        }
      };
    }

    void resume() {
      paused.forEach(Assignment::resume);
    }
  }

  /** Has room for one record a partition, until more is made. */
  private static final class FullHandler {

    private final Map<TopicPartition, List<Long>> taken = new HashMap<>();
    private final List<Assignment> assignments = new ArrayList<>();
    private int room = 1;

    PartitionHandler assigned(Assignment assignment) {
      assignments.add(assignment);
      List<Long> own = taken(assignment.partition());
      return new PartitionHandler() {
        @Override
        public boolean hasRoomFor(ConsumerRecord<byte[], byte[]> record) {
          return own.size() < room;
        }

        @Override
        public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
          own.add(record.offset());
          return Settlement.NOW;
        }
      };
    }

    List<Long> taken(TopicPartition partition) {
      return taken.computeIfAbsent(partition, id -> new ArrayList<>());
    }

    void makeRoom() {
      room = Integer.MAX_VALUE;
      assignments.forEach(assignment -> assignment.lane().execute(() -> {}));
    }
  }
}
