package io.streamlake.core.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

final class OffsetTrackerTest {

  private final OffsetTracker tracker = new OffsetTracker(10);

  @Test
  void startsWithItsPositionAsTheFrontier() {
    assertThat(tracker.frontier()).isEqualTo(10);
    assertThat(tracker.position()).isEqualTo(10);
    assertThat(tracker.inFlight()).isZero();
    assertThat(tracker.frontierLeaderEpoch()).isEmpty();
  }

  @Test // trap 1
  void commitsNothingWhileTheFirstOffsetIsPending() {
    tracker.delivered(10, 13, 3);

    tracker.settle(11, 13, 2);

    assertThat(tracker.frontier()).isEqualTo(10);
    assertThat(tracker.inFlight()).isEqualTo(1);
  }

  @Test // trap 28
  void jumpsOverWhatSettledEarlierOnceTheGapIsSettled() {
    tracker.delivered(10, 14, 4);
    tracker.settle(12, 14, 2);
    tracker.settle(11, 12, 1);

    tracker.settle(10, 11, 1);

    assertThat(tracker.frontier()).isEqualTo(14);
    assertThat(tracker.inFlight()).isZero();
  }

  @Test // trap 12
  void endsBehindTheTransactionMarkersThatFollowTheLastRecord() {
    tracker.delivered(10, 15, 2);

    tracker.settle(10, 15, 2);

    assertThat(tracker.frontier()).isEqualTo(15);
  }

  @Test // trap 12
  void givesCompactedOffsetsToTheRecordBeforeThem() {
    tracker.delivered(10, 20, 2);

    tracker.settle(10, 17, 1);

    assertThat(tracker.frontier()).isEqualTo(17);
  }

  @Test // trap 12
  void movesWithABatchThatHasNoRecords() {
    tracker.delivered(12, 12, 0);

    assertThat(tracker.frontier()).isEqualTo(12);
    assertThat(tracker.inFlight()).isZero();
  }

  @Test
  void staysAtThePendingRecordWhenABatchWithoutRecordsFollows() {
    tracker.delivered(10, 11, 1);
    tracker.delivered(20, 20, 0);

    assertThat(tracker.frontier()).isEqualTo(10);
    tracker.settle(10, 11, 1);
    assertThat(tracker.frontier()).isEqualTo(20);
  }

  @Test
  void settlesARunAcrossTwoBatchesWithAHoleBetweenThem() {
    tracker.delivered(10, 12, 2);
    tracker.delivered(15, 17, 2);

    tracker.settle(11, 16, 2);

    assertThat(tracker.frontier()).isEqualTo(10);
    tracker.settle(10, 11, 1);
    assertThat(tracker.frontier()).isEqualTo(16);
    assertThat(tracker.inFlight()).isEqualTo(1);
  }

  @Test
  void refusesToSettleARecordTwice() {
    tracker.delivered(10, 13, 3);
    tracker.settle(11, 12, 1);

    assertThatIllegalStateException()
        .isThrownBy(() -> tracker.settle(11, 12, 1))
        .withMessageContaining("[11, 12)");
    assertThat(tracker.inFlight()).isEqualTo(2);
    assertThat(tracker.frontier()).isEqualTo(10);
  }

  @Test
  void refusesToSettleWhatWasNeverDelivered() {
    tracker.delivered(10, 13, 3);

    assertThatIllegalStateException().isThrownBy(() -> tracker.settle(13, 14, 1));
    assertThatIllegalStateException().isThrownBy(() -> tracker.settle(9, 10, 1));
    assertThatIllegalStateException().isThrownBy(() -> tracker.settle(12, 14, 2));
  }

  @Test
  void refusesABatchThatGoesBack() {
    tracker.delivered(10, 13, 3);

    assertThatIllegalArgumentException().isThrownBy(() -> tracker.delivered(12, 15, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.delivered(12, 12, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> tracker.delivered(14, 14, 1));
    assertThat(tracker.position()).isEqualTo(13);
    assertThat(tracker.inFlight()).isEqualTo(3);
  }

  @Test
  void namesTheLeaderUnderWhichTheLastSettledRecordWasRead() {
    tracker.delivered(10, 12, 2);
    tracker.leaderEpoch(10, 4);
    tracker.delivered(12, 14, 2);
    tracker.leaderEpoch(12, 5);

    tracker.settle(10, 12, 2);
    assertThat(tracker.frontierLeaderEpoch()).contains(4);
    tracker.settle(12, 13, 1);
    assertThat(tracker.frontierLeaderEpoch()).contains(5);
  }

  @Test
  void namesNoLeaderBeforeAnythingIsSettled() {
    tracker.delivered(10, 12, 2);
    tracker.leaderEpoch(10, 4);

    assertThat(tracker.frontierLeaderEpoch()).isEmpty();
  }
}
