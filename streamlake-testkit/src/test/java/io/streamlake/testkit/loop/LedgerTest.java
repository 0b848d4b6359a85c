package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.decision.RecordLedger;
import io.streamlake.core.loop.CloseReport;
import io.streamlake.core.loop.PartitionStatus;
import io.streamlake.testkit.DeferringHandler;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the loop says became of each record: it always adds up. */
class LedgerTest {

  private final RecordingHandler handler = new RecordingHandler();
  private final LoopHarness harness = Orders.harness().handler(handler);

  @Test
  void countsWhatWasHandledAndWhatWasDeadLettered() {
    handler.failingAlways(P0, 1, () -> new IllegalStateException("no"));
    harness.deadLetters(new InMemoryDeadLetters());
    harness.log().append(P0, "a", "broken", "c");

    harness.start().runUntilIdle();

    assertThat(Orders.status(harness, P0).ledger()).isEqualTo(new RecordLedger(3, 2, 1, 0, 0, 0));
    assertThat(Orders.status(harness, P1).ledger()).isEqualTo(RecordLedger.EMPTY);
  }

  @Test // trap 11
  void abandonsWhatARevocationLeftInFlightAndCountsItAgainWhenItComesBack() {
    DeferringHandler deferring = new DeferringHandler();
    harness.with(loop -> loop.deferredHandler(deferring));
    harness.log().append(P0, "a", "b", "c");
    harness.start().runUntilIdle();
    deferring.complete(P0, 0);
    harness.runUntilIdle();
    assertThat(Orders.status(harness, P0).ledger()).isEqualTo(new RecordLedger(3, 1, 0, 0, 2, 0));

    harness.revoke(P0).runUntilIdle();
    harness.assignAll().runUntilIdle();

    PartitionStatus again = Orders.status(harness, P0);
    assertThat(again.inFlight()).isEqualTo(2);
    assertThat(again.ledger()).isEqualTo(new RecordLedger(2, 0, 0, 0, 2, 0));
    assertThat(again.total()).isEqualTo(new RecordLedger(5, 1, 0, 0, 2, 2));
  }

  @Test // trap 11
  void hasInFlightWhatItsTrackerHasAfterEveryTurn() {
    handler.failingAlways(P0, 7, () -> new IllegalStateException("no"));
    harness.deadLetters(new InMemoryDeadLetters()).start();
    for (int turn = 0; turn < 300; turn++) {
      harness.log().append(turn % 2 == 0 ? P0 : P1, "x");
      if (turn % 50 == 20) {
        harness.assign(List.of(P0));
      }
      if (turn % 50 == 40) {
        harness.assignAll();
      }
      harness.turn();
      PartitionStatus status = Orders.status(harness, P0);
      assertThat(status.ledger().inFlight()).isEqualTo(status.inFlight());
    }
    harness.runUntilIdle();

    assertThat(Orders.status(harness, P0).total())
        .isEqualTo(new RecordLedger(150, 149, 1, 0, 0, 0));
  }

  @Test // trap 20
  void reportsAtTheEndWhatWasAbandonedNowAndWhatBecameOfAllOthers() {
    DeferringHandler deferring = new DeferringHandler();
    harness.with(loop -> loop.deferredHandler(deferring));
    harness.log().append(P0, "a", "b", "c");
    harness.start().runUntilIdle();
    harness.revoke(P0).runUntilIdle();
    harness.assignAll().runUntilIdle();
    deferring.complete(P0, 1);
    harness.runUntilIdle();

    CloseReport report = harness.shutdown();

    CloseReport.Partition left =
        report.partitions().stream().filter(one -> one.id().equals(P0)).findAny().orElseThrow();
    assertThat(left.isClean()).isFalse();
    assertThat(left.committed()).hasValue(0L);
    assertThat(left.abandoned()).isEqualTo(2);
    assertThat(left.ledger()).isEqualTo(new RecordLedger(6, 1, 0, 0, 0, 5));
  }
}
