package io.streamlake.core.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Each law is checked after every step of a random history, against a model that is too simple. */
final class OffsetTrackerPropertyTest {

  private static final long START = 100;

  private final OffsetTracker tracker = new OffsetTracker(START);
  private final OffsetTrackerModel model = new OffsetTrackerModel(START);

  @Property(tries = 200)
  void frontierPositionAndInFlightEqualTheModel(@ForAll("histories") List<Step> history) {
    for (Step step : history) {
      step.applyTo(tracker, model);

      assertThat(tracker.frontier()).isEqualTo(model.frontier());
      assertThat(tracker.position()).isEqualTo(model.position());
      assertThat(tracker.inFlight()).isEqualTo(model.unsettled().size());
    }
  }

  @Property(tries = 200)
  void frontierNeverPassesAnUnsettledRecord(@ForAll("histories") List<Step> history) {
    for (Step step : history) {
      step.applyTo(tracker, model);

      assertThat(model.unsettled()).allMatch(record -> record.from() >= tracker.frontier());
    }
  }

  @Property(tries = 200)
  void frontierNeverGoesBack(@ForAll("histories") List<Step> history) {
    long before = tracker.frontier();
    for (Step step : history) {
      step.applyTo(tracker, model);

      assertThat(tracker.frontier()).isBetween(before, tracker.position());
      before = tracker.frontier();
    }
  }

  @Property(tries = 200)
  void frontierReachesThePositionWhenEverythingIsSettled(@ForAll("histories") List<Step> history) {
    history.forEach(step -> step.applyTo(tracker, model));

    while (!model.unsettled().isEmpty()) {
      Step.settleRun(tracker, model, 0, Integer.MAX_VALUE);
    }

    assertThat(tracker.frontier()).isEqualTo(tracker.position());
    assertThat(tracker.inFlight()).isZero();
  }

  @Property(tries = 200)
  void noRecordSettlesTwice(@ForAll("histories") List<Step> history) {
    history.forEach(step -> step.applyTo(tracker, model));
    String before = tracker.toString();

    for (OffsetTrackerModel.Owned settled : model.settled().stream().limit(10).toList()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> tracker.settle(settled.from(), settled.to(), 1));
    }
    assertThat(tracker).hasToString(before);
    assertThat(tracker.inFlight()).isEqualTo(model.unsettled().size());
  }

  @Property(tries = 200)
  void frontierLeaderEpochIsThatOfTheRecordBeforeTheFrontier(
      @ForAll("histories") List<Step> history) {
    for (Step step : history) {
      step.applyTo(tracker, model);

      Optional<Integer> expected = model.leaderEpochBefore(tracker.frontier());
      assertThat(tracker.frontierLeaderEpoch()).isEqualTo(expected);
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Integer> kinds = Arbitraries.integers().between(0, 5);
    Arbitrary<Integer> counts = Arbitraries.integers().between(1, 6);
    Arbitrary<Integer> gaps = Arbitraries.integers().between(0, 3);
    Arbitrary<Integer> picks = Arbitraries.integers().between(0, 1_000);
    return Combinators.combine(kinds, counts, gaps, picks).as(Step::new).list().ofMaxSize(25);
  }

  /**
   * One step of a history.
   *
   * @param kind 0 and 1 deliver records, 2 moves without records, all else settles a run
   * @param count how many records
   * @param gap offsets without records
   * @param pick which run is settled, or the leader's epoch
   */
  record Step(int kind, int count, int gap, int pick) {

    void applyTo(OffsetTracker tracker, OffsetTrackerModel model) {
      switch (kind) {
        case 0, 1 -> deliver(tracker, model);
        case 2 -> {
          long next = model.position() + gap;
          tracker.delivered(next, next, 0);
          model.moveTo(next);
        }
        default -> settleRun(tracker, model, pick, count);
      }
    }

    private void deliver(OffsetTracker tracker, OffsetTrackerModel model) {
      long first = model.position() + gap;
      int stride = 1 + pick % 3;
      long next = first + (long) count * stride + gap;
      tracker.delivered(first, next, count);
      tracker.leaderEpoch(first, pick / 100);
      model.deliver(first, next, count, stride);
      model.leaderEpoch(first, pick / 100);
    }

    static void settleRun(OffsetTracker tracker, OffsetTrackerModel model, int pick, int longest) {
      List<OffsetTrackerModel.Owned> run = model.settleRun(pick, longest);
      if (!run.isEmpty()) {
        tracker.settle(run.get(0).from(), run.get(run.size() - 1).to(), run.size());
      }
    }
  }
}
