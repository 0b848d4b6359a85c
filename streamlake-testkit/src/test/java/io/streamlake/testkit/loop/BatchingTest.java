package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamlake.core.BatchFailedException;
import io.streamlake.core.OutageException;
import io.streamlake.core.decision.PauseReason;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Handlers that take many records at once. */
class BatchingTest {

  private final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters();
  private final Batches batches = new Batches();
  private final LoopHarness harness =
      Orders.harness().with(loop -> loop.batchHandler(4, batches::handle));

  @Test
  void handsOverWhatWasFetchedTogetherUpToTheLargestBatch() {
    harness.log().append(P0, "a", "b", "c", "d", "e", "f");
    harness.log().append(P1, "x");

    harness.start().runUntilIdle();

    assertThat(batches.of(P0)).containsExactly(List.of(0L, 1L, 2L, 3L), List.of(4L, 5L));
    assertThat(batches.of(P1)).containsExactly(List.of(0L));
    assertThat(harness.committed(P0)).hasValue(6);
  }

  @Test
  void commitsWhatIsSafeAndTriesTheRestAgainFromTheRecordThatFailed() {
    batches.failAt(2, 3, new IOException("no"));
    harness.deadLetters(deadLetters);
    harness.log().append(P0, "a", "b", "c", "d", "e", "f");
    harness.start().runUntil(() -> batches.of(P0).size() == 1);
    harness.turns(2);
    assertThat(Orders.status(harness, P0).frontier()).isEqualTo(2);
    assertThat(Orders.status(harness, P0).pauseReasons()).containsExactly(PauseReason.BACKOFF);

    harness.runUntilIdle();

    assertThat(batches.of(P0))
        .containsExactly(
            List.of(0L, 1L, 2L, 3L),
            List.of(2L, 3L, 4L, 5L),
            List.of(2L, 3L, 4L, 5L),
            List.of(2L, 3L, 4L, 5L));
    assertThat(deadLetters.sent()).isEmpty();
    assertThat(harness.committed(P0)).hasValue(6);
  }

  @Test
  void givesOnlyTheRecordThatFailedToTheDeadLetters() { // trap 14
    batches.failAt(1, Integer.MAX_VALUE, new IOException("no"));
    harness.deadLetters(deadLetters);
    harness.log().append(P0, "a", "b", "c");

    harness.start().runUntilIdle();

    assertThat(deadLetters.acknowledged(P0)).containsExactly(1L);
    assertThat(deadLetters.sent().get(0).error()).hasMessage("no").isInstanceOf(IOException.class);
    assertThat(batches.of(P0)).endsWith(List.of(2L));
    assertThat(harness.committed(P0)).hasValue(3);
  }

  @Test
  void aRecordThatPoisonsItsBatchDoesNotTakeItsNeighboursAlong() { // trap 14
    batches.poison(1);
    harness.deadLetters(deadLetters);
    harness.log().append(P0, "a", "b", "c", "d", "e");

    harness.start().runUntilIdle();

    assertThat(deadLetters.acknowledged(P0)).containsExactly(1L);
    assertThat(deadLetters.sent().get(0).attempts()).isEqualTo(5);
    assertThat(batches.of(P0)).startsWith(List.of(0L, 1L, 2L, 3L), List.of(0L), List.of(1L));
    assertThat(batches.of(P0)).endsWith(List.of(2L), List.of(3L), List.of(4L));
    assertThat(harness.committed(P0)).hasValue(5);
  }

  @Test
  void believesNoIndexBeyondTheBatch() {
    batches.failAt(9, 1, new IOException("no"));
    harness.log().append(P0, "a", "b");

    harness.start().runUntilIdle();

    assertThat(batches.of(P0)).containsExactly(List.of(0L, 1L), List.of(0L), List.of(1L));
    assertThat(harness.committed(P0)).hasValue(2);
  }

  @Test
  void holdsDuringAnOutageAndLosesNothing() { // trap 14, trap 23
    batches.failAt(0, 7, new OutageException("down", null));
    harness.deadLetters(deadLetters);
    harness.log().append(P0, "a", "b");

    harness.start().runFor(Duration.ofMinutes(5));

    assertThat(deadLetters.sent()).isEmpty();
    assertThat(harness.committed(P0)).hasValue(2);
  }

  @Test
  void countsAnInterruptAsNoAttempt() { // trap 21, trap 23
    batches.failAt(0, 1, new InterruptedException("the pool is shut down"));
    harness.log().append(P0, "a", "b");

    harness.start().runUntilIdle();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(batches.of(P0)).containsExactly(List.of(0L, 1L), List.of(0L, 1L));
    assertThat(harness.committed(P0)).hasValue(2);
  }

  @Test
  void refusesBatchesOfNothing() {
    harness.with(loop -> loop.batchHandler(0, batches::handle));

    assertThatIllegalArgumentException().isThrownBy(harness::start).withMessageContaining("0");
  }

  /** Remembers the batches it was given, and fails as it is told. */
  private static final class Batches {

    private final Map<TopicPartition, List<List<Long>>> given = new HashMap<>();
    private final Set<Long> poison = new HashSet<>();
    private long failing = -1;
    private int times;
    private Exception failure = new IOException("nothing");

    void failAt(long offset, int often, Exception with) {
      failing = offset;
      times = often;
      failure = with;
    }

    void poison(long offset) {
      poison.add(offset);
    }

    List<List<Long>> of(TopicPartition partition) {
      return given.getOrDefault(partition, List.of());
    }

    void handle(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
      ConsumerRecord<byte[], byte[]> first = records.get(0);
      List<Long> offsets = records.stream().map(ConsumerRecord::offset).toList();
      given
          .computeIfAbsent(
              new TopicPartition(first.topic(), first.partition()), id -> new ArrayList<>())
          .add(offsets);
      if (offsets.stream().anyMatch(poison::contains)) {
        throw new IOException("one of these is no good");
      }
      boolean isBeyond = failing > first.offset() + 8;
      if ((offsets.contains(failing) || isBeyond) && times > 0) {
        times--;
        throw new BatchFailedException((int) (failing - first.offset()), failure);
      }
    }
  }
}
