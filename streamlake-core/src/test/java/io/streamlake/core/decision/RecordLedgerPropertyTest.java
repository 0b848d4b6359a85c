package io.streamlake.core.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RecordLedgerPropertyTest {

  private enum Kind {
    CONSUME,
    FINISH,
    DEAD_LETTER,
    SKIP,
    ABANDON
  }

  private record Step(Kind kind, long records) {}

  @Property
  void balancesAfterAnySequence(@ForAll("steps") List<Step> steps) {
    RecordLedger ledger = RecordLedger.EMPTY;
    List<Step> applied = new ArrayList<>();
    for (Step step : steps) {
      Step possible = possible(step, ledger);
      ledger = apply(possible, ledger);
      applied.add(possible);
    }

    assertThat(ledger.consumed())
        .isEqualTo(
            ledger.done()
                + ledger.deadLettered()
                + ledger.skipped()
                + ledger.inFlight()
                + ledger.abandoned())
        .isEqualTo(sum(applied, Kind.CONSUME));
    assertThat(ledger.done()).isEqualTo(sum(applied, Kind.FINISH));
    assertThat(ledger.deadLettered()).isEqualTo(sum(applied, Kind.DEAD_LETTER));
    assertThat(ledger.skipped()).isEqualTo(sum(applied, Kind.SKIP));
    assertThat(ledger.abandon().inFlight()).isZero();
    assertThat(ledger.abandon().abandoned()).isEqualTo(ledger.abandoned() + ledger.inFlight());
  }

  @Property
  void addsUpCountByCount(@ForAll("steps") List<Step> some, @ForAll("steps") List<Step> others) {
    RecordLedger first = run(some);
    RecordLedger second = run(others);

    RecordLedger sum = first.plus(second);

    assertThat(sum).isEqualTo(second.plus(first));
    assertThat(sum.done()).isEqualTo(first.done() + second.done());
    assertThat(sum.deadLettered()).isEqualTo(first.deadLettered() + second.deadLettered());
    assertThat(sum.skipped()).isEqualTo(first.skipped() + second.skipped());
    assertThat(sum.inFlight()).isEqualTo(first.inFlight() + second.inFlight());
    assertThat(sum.abandoned()).isEqualTo(first.abandoned() + second.abandoned());
    assertThat(first.plus(RecordLedger.EMPTY)).isEqualTo(first);
  }

  @Property
  void settlesNothingThatIsNotInFlight(@ForAll("steps") List<Step> steps) {
    RecordLedger ledger = run(steps);
    long tooMany = ledger.inFlight() + 1;

    assertThatThrownBy(() -> ledger.finish(tooMany)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger.deadLetter(tooMany))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger.skip(tooMany)).isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void cannotBeMadeWhereItDoesNotBalance() {
    assertThatThrownBy(() -> new RecordLedger(3, 1, 0, 0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("consumed=3 does not balance");
    assertThatThrownBy(() -> new RecordLedger(0, 1, -1, 0, 0, 0))
        .hasMessageContaining("deadLettered=-1");
    assertThatThrownBy(() -> new RecordLedger(0, -1, 1, 0, 0, 0)).hasMessageContaining("done=-1");
    assertThatThrownBy(() -> new RecordLedger(0, 1, 0, -1, 0, 0))
        .hasMessageContaining("skipped=-1");
    assertThatThrownBy(() -> new RecordLedger(0, 1, 0, 0, 0, -1))
        .hasMessageContaining("abandoned=-1");
  }

  private static RecordLedger run(List<Step> steps) {
    RecordLedger ledger = RecordLedger.EMPTY;
    for (Step step : steps) {
      ledger = apply(possible(step, ledger), ledger);
    }
    return ledger;
  }

  /** What is settled was in flight. */
  private static Step possible(Step step, RecordLedger ledger) {
    return step.kind() == Kind.CONSUME
        ? step
        : new Step(step.kind(), Math.min(step.records(), ledger.inFlight()));
  }

  private static RecordLedger apply(Step step, RecordLedger ledger) {
    return switch (step.kind()) {
      case CONSUME -> ledger.consume(step.records());
      case FINISH -> ledger.finish(step.records());
      case DEAD_LETTER -> ledger.deadLetter(step.records());
      case SKIP -> ledger.skip(step.records());
      case ABANDON -> ledger.abandon();
    };
  }

  private static long sum(List<Step> steps, Kind kind) {
    return steps.stream().filter(step -> step.kind() == kind).mapToLong(Step::records).sum();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds = Arbitraries.of(Kind.class);
    return Combinators.combine(kinds, Arbitraries.longs().between(0, 1_000)).as(Step::new).list();
  }
}
