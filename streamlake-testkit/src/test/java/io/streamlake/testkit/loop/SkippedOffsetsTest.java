package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.testkit.DeferringHandler;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Offsets without a record: nothing is missing there, and the frontier moves past them. */
class SkippedOffsetsTest {

  private final RecordingHandler handler = new RecordingHandler();
  private final LoopHarness harness = Orders.harness().handler(handler);

  @Test
  void commitsPastATransactionMarkerAtTheEnd() { // trap 12
    harness.log().beginTransaction(P0);
    harness.log().append(P0, "a", "b");
    harness.log().commitTransaction(P0);

    harness.start().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
    assertThat(harness.committed(P0)).hasValue(3);
  }

  @Test
  void commitsPastAnAbortedTransactionThatComesAlone() { // trap 12
    harness.start().runUntilIdle();

    harness.log().abortedTransaction(P0, "x", "y");
    harness.runUntilIdle();

    assertThat(handler.handled(P0)).isEmpty();
    assertThat(harness.committed(P0)).hasValue(3);
  }

  @Test
  void commitsNothingPastAPendingRecordThoughMarkersFollow() { // trap 12
    DeferringHandler deferring = new DeferringHandler();
    harness.with(loop -> loop.deferredHandler(deferring));
    harness.log().append(P0, "a");
    harness.log().abortedTransaction(P0, "x");

    harness.start().runUntilIdle();
    assertThat(harness.committed(P0)).hasValue(0);

    deferring.complete(P0, 0);
    harness.runUntilIdle();
    assertThat(harness.committed(P0)).hasValue(3);
  }

  @Test
  void takesAMarkerOfANewLeaderForNoTruncation() { // trap 12
    harness.log().append(P0, "a");
    harness.start().runUntilIdle();
    harness.log().electLeader(P0);
    harness.log().appendMarker(P0);
    harness.runUntilIdle();

    harness.restart();
    harness.log().append(P0, "b");
    harness.runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L, 2L);
  }

  @Test
  void takesANewLeadersGapBeforeAPendingRecordForNoTruncation() { // trap 12
    DeferringHandler deferring = new DeferringHandler();
    harness.with(loop -> loop.deferredHandler(deferring));
    harness.log().append(P0, "a");
    harness.start().runUntil(() -> deferring.accepted(P0).contains(0L));
    deferring.complete(P0, 0);
    harness.runUntilIdle();
    harness.log().electLeader(P0);
    harness.log().abortedTransaction(P0, "x", "y");
    harness.log().append(P0, "b");
    harness.log().append(P1, "makes a commit due");
    harness.runUntil(() -> deferring.accepted(P1).contains(0L));
    deferring.complete(P1, 0);
    harness.runUntilIdle();
    assertThat(harness.committed(P0)).hasValue(4);

    harness.restart().runUntilIdle();

    assertThat(deferring.deliveries(P0, 4)).hasSize(2);
  }

  @Test
  void waitsBeforeAnOpenTransaction() { // trap 12
    harness.log().append(P0, "a");
    harness.log().beginTransaction(P0);
    harness.log().append(P0, "b");

    harness.start().runUntilIdle();
    assertThat(harness.committed(P0)).hasValue(1);

    harness.log().commitTransaction(P0);
    harness.runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
    assertThat(harness.committed(P0)).hasValue(3);
  }

  @Test
  void commitsPastCompactedRecordsAtBothEndsOfABatch() { // trap 12
    harness.with(loop -> loop.consumerConfig(Map.of("group.id", "g", "max.poll.records", "2")));
    harness.log().append(P0, "a", "b", "c", "d", "e", "f");
    harness.log().compact(P0, 0, 2, 3, 5);
    harness.log().appendMarker(P0);

    harness.start().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(1L, 4L);
    assertThat(harness.committed(P0)).hasValue(harness.log().end(P0));
  }

  @Test
  void goesOnBehindMarkersAfterARestart() { // trap 12
    harness.log().append(P0, "a");
    harness.log().abortedTransaction(P0, "x");
    harness.start().runUntilIdle();

    harness.restart();
    harness.log().append(P0, "b");
    harness.runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L, 3L);
    assertThat(harness.committed(P0)).hasValue(4);
  }
}
