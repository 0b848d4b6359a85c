package io.streamlake.testkit.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.decision.PauseReason;
import io.streamlake.core.decision.RecordLedger;
import io.streamlake.core.loop.LoopState;
import io.streamlake.core.loop.PartitionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Each guarantee sees what breaks it, and nothing else. */
class GuaranteesTest {

  private static final TopicPartition P0 = new TopicPartition("orders", 0);
  private static final Epoch EPOCH = new Epoch("m1", 1);

  private static Optional<String> judge(Guarantee guarantee, Event... events) {
    return guarantee.check(step(false, events));
  }

  private static Optional<String> judgeCalm(Guarantee guarantee, Event... events) {
    return guarantee.check(step(true, events));
  }

  private static Step step(boolean isCalm, Event... events) {
    return new Step(1, Duration.ZERO, List.of("m1 turns"), isCalm, List.of(events));
  }

  private static Event broker(BrokerChange.Kind kind, long offset) {
    return new BrokerChange(kind, P0, offset, "");
  }

  private static Event readable(long offset) {
    return new BrokerChange(BrokerChange.Kind.READABLE, P0, offset, "lane");
  }

  private static Event committed(long offset) {
    return broker(BrokerChange.Kind.COMMITTED, offset);
  }

  private static Event handling(Handling.Kind kind, long offset) {
    return new Handling(kind, EPOCH, P0, offset, "lane");
  }

  private static Event tried(long offset) {
    return handling(Handling.Kind.TRIED, offset);
  }

  private static Event done(long offset) {
    return handling(Handling.Kind.DONE, offset);
  }

  private static PartitionStatus status(long position, long frontier, long committed, long left) {
    RecordLedger ledger = RecordLedger.EMPTY.consume(left);
    return new PartitionStatus(
        P0, true, position, frontier, Optional.of(committed), left, 0, Set.of(), ledger, ledger);
  }

  private static Event report(PartitionStatus... partitions) {
    return new MemberReport("m1", LoopState.RUNNING, List.of(partitions), Set.of(P0), 0);
  }

  @Test
  void aCommitPastARecordThatNobodyMadeSafeBreaksAtLeastOnce() {
    assertThat(judge(new AtLeastOnce(), readable(0), readable(1), done(0), committed(2)))
        .hasValueSatisfying(what -> assertThat(what).contains("orders-0", "2", "at 1"));
  }

  @Test
  void anAcknowledgementThatComesAfterTheCommitIsTooLate() {
    assertThat(judge(new AtLeastOnce(), readable(0), committed(1), done(0))).isPresent();
  }

  @Test
  void aCommitPastWhatIsNotWrittenYetBreaksAtLeastOnce() {
    assertThat(judge(new AtLeastOnce(), committed(5), readable(4))).isPresent();
  }

  @Test
  void handledDeadLetteredAndRemovedRecordsMayBeCommitted() {
    assertThat(
            judge(
                new AtLeastOnce(),
                readable(0),
                readable(1),
                readable(2),
                done(0),
                handling(Handling.Kind.LETTER_SAFE, 1),
                broker(BrokerChange.Kind.GONE, 2),
                committed(3)))
        .isEmpty();
  }

  @Test
  void aFrontierPastWhatThisEpochHasNotMadeSafeIsSeenThoughAnotherDid() {
    Event other = new Handling(Handling.Kind.DONE, new Epoch("m2", 7), P0, 0, "lane");
    Event begun = handling(Handling.Kind.ASSIGNED, 0);

    assertThat(
            judge(
                new CommitNeverPassesUnsettled(),
                readable(0),
                other,
                begun,
                tried(0),
                report(status(1, 1, 0, 0))))
        .isPresent();
    assertThat(
            judge(
                new CommitNeverPassesUnsettled(),
                readable(0),
                begun,
                tried(0),
                report(status(1, 0, 0, 1)),
                done(0),
                report(status(1, 1, 0, 0))))
        .isEmpty();
  }

  @Test
  void aFrontierPastARecordThatNobodyWasGivenIsSeen() {
    assertThat(judge(new CommitNeverPassesUnsettled(), readable(0), report(status(1, 1, 0, 0))))
        .isPresent();
  }

  @Test
  void aCommitMovesBackByHandOnly() {
    Event reset = broker(BrokerChange.Kind.RESET, 1);

    assertThat(judge(new CommitMonotone(), committed(3), committed(2))).isPresent();
    assertThat(judge(new CommitMonotone(), committed(3), committed(3))).isEmpty();
    assertThat(judge(new CommitMonotone(), committed(3), reset, committed(2))).isEmpty();
  }

  @Test
  void aRecordThatDidNotFailMustNotComeAgain() {
    assertThat(judge(new LaneOrder(), tried(0), done(0), tried(0))).isPresent();
    assertThat(judge(new LaneOrder(), tried(1), tried(0))).isPresent();
  }

  @Test
  void aRecordThatFailedComesAgainBeforeTheNext() {
    Event failed = handling(Handling.Kind.FAILED, 0);
    Event letter = handling(Handling.Kind.LETTER_SENT, 0);

    assertThat(judge(new LaneOrder(), tried(0), failed, tried(1))).isPresent();
    assertThat(judge(new LaneOrder(), tried(0), failed, tried(0), done(0), tried(1))).isEmpty();
    assertThat(judge(new LaneOrder(), tried(0), failed, letter, tried(1))).isEmpty();
  }

  @Test
  void theLaneMayGoOnBeforeTheLoopKnowsOfABrokenPromise() {
    Event broken = handling(Handling.Kind.BROKEN, 0);

    assertThat(judge(new LaneOrder(), tried(0), broken, tried(1))).isEmpty();
  }

  @Test
  void aRecordOfTheLaneMustNotBeSkipped() {
    Event removed = broker(BrokerChange.Kind.GONE, 1);

    assertThat(judge(new LaneOrder(), readable(1), tried(0), done(0), tried(2))).isPresent();
    assertThat(judge(new LaneOrder(), readable(1), removed, tried(0), done(0), tried(2))).isEmpty();
  }

  @Test
  void lanesDoNotWaitForEachOther() {
    Event other = new Handling(Handling.Kind.TRIED, EPOCH, P0, 0, "another lane");

    assertThat(judge(new LaneOrder(), tried(1), other)).isEmpty();
  }

  @Test
  void whatWasCommittedBeforeTheEpochBeganMustNotComeAgain() {
    assertThat(judge(new LaneOrder(), handling(Handling.Kind.ASSIGNED, 3), tried(2))).isPresent();
    assertThat(judge(new LaneOrder(), handling(Handling.Kind.ASSIGNED, 3), tried(3))).isEmpty();
  }

  @Test
  void whatIsLeftWhenAllIsCalmIsALeak() {
    Event begun = handling(Handling.Kind.ASSIGNED, 0);
    PartitionStatus paused =
        new PartitionStatus(
            P0,
            true,
            1,
            1,
            Optional.of(1L),
            0,
            0,
            Set.of(PauseReason.BACKOFF),
            RecordLedger.EMPTY,
            RecordLedger.EMPTY);

    assertThat(judgeCalm(new NoLeak(), begun, report(status(2, 1, 1, 1)))).isPresent();
    assertThat(judgeCalm(new NoLeak(), begun, report(paused))).isPresent();
    assertThat(judgeCalm(new NoLeak(), report(status(1, 1, 1, 0)))).isPresent();
    assertThat(judge(new NoLeak(), begun, report(status(2, 1, 1, 1)))).isEmpty();
    assertThat(judgeCalm(new NoLeak(), begun, report(status(1, 1, 1, 0)))).isEmpty();
  }

  @Test
  void aPartitionThatIsGoneButKeptIsALeak() {
    Event kept =
        new MemberReport(
            "m1", LoopState.RUNNING, List.of(status(0, 0, 0, 0)), Set.<TopicPartition>of(), 0);

    assertThat(judge(new NoLeak(), kept)).isPresent();
  }

  @Test
  void numbersThatContradictEachOtherAreSeen() {
    assertThat(judge(new LedgerBalances(), report(status(1, 2, 0, 1)))).isPresent();
    assertThat(judge(new LedgerBalances(), report(status(2, 2, 0, 1)))).isPresent();
    assertThat(judge(new LedgerBalances(), report(status(2, 1, 0, 0)))).isPresent();
    assertThat(judge(new LedgerBalances(), report(status(2, 1, 2, 1)))).isPresent();
    assertThat(judge(new LedgerBalances(), report(status(2, 1, 1, 1)))).isEmpty();
  }

  @Test
  void whatIsUnsettledOrUncommittedWhenAllIsCalmHasNoNextAction() {
    Event end = broker(BrokerChange.Kind.END, 1);

    assertThat(judgeCalm(new EveryUnsettledHasANextAction(), readable(0), end)).isPresent();
    assertThat(judgeCalm(new EveryUnsettledHasANextAction(), readable(0), done(0), end))
        .isPresent();
    assertThat(
            judgeCalm(new EveryUnsettledHasANextAction(), readable(0), done(0), committed(1), end))
        .isEmpty();
    assertThat(judge(new EveryUnsettledHasANextAction(), readable(0), end)).isEmpty();
  }

  @Test
  void aLoopThatFailsByItselfIsSeen() {
    Event failed = new MemberReport("m1", LoopState.FAILED, List.of(), Set.of(), 0);
    Event closed = new MemberReport("m1", LoopState.CLOSED, List.of(), Set.of(), 0);

    assertThat(judge(new StaysAlive(), failed)).isPresent();
    assertThat(judge(new StaysAlive(), closed)).isEmpty();
  }

  @Test // trap 2
  void aCommitForAPartitionThatAMemberDoesNotHaveIsSeen() {
    assertThat(judge(new CommitsItsOwn(), committed(3))).isEmpty();
    assertThat(
            judge(
                new CommitsItsOwn(),
                committed(3),
                broker(BrokerChange.Kind.COMMITTED_BY_STRANGER, 3)))
        .isPresent();
  }

  @Test // trap 2
  void theAnswerToAnEarlierEpochsCommitIsNotBelieved() {
    Event assigned = handling(Handling.Kind.ASSIGNED, 5);
    BelievesTheBroker judge = new BelievesTheBroker();

    assertThat(judge(judge, committed(3), committed(5), assigned, report(status(5, 5, 5, 0))))
        .isEmpty();
    assertThat(judge(judge, committed(7), report(status(7, 7, 5, 0)))).isEmpty();
    assertThat(judge(judge, report(status(7, 7, 3, 0)))).isPresent();
  }

  @Test // trap 21
  void aDeadLetterThatCountsAnotherRecordsAttemptsIsSeen() {
    Event failedBefore = handling(Handling.Kind.FAILED, 0);
    Event failed = handling(Handling.Kind.FAILED, 1);

    assertThat(judge(new OwnAttempts(), failedBefore, failed, failed, letter(1, 2))).isEmpty();
    assertThat(judge(new OwnAttempts(), failedBefore, failedBefore, failed, letter(1, 3)))
        .isPresent();
  }

  private static Event letter(long offset, int attempts) {
    return new Letter(EPOCH, P0, offset, attempts);
  }
}
