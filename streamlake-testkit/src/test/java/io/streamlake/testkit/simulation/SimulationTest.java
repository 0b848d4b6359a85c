package io.streamlake.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamlake.core.Ordering;
import io.streamlake.testkit.guarantee.BrokerChange;
import io.streamlake.testkit.guarantee.Guarantee;
import io.streamlake.testkit.guarantee.Handling;
import io.streamlake.testkit.guarantee.Step;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final Scenario SMALL = Scenario.everything().size(new Scenario.Size(2, 2, 60));

  @Test
  void playsASeedTwiceInTheSameWay() {
    for (long seed = 1; seed <= 10; seed++) {
      SimulationRun first = LoopSimulationTest.simulation(seed).run(seed);
      SimulationRun second = LoopSimulationTest.simulation(seed).run(seed);

      assertThat(trace(second)).isEqualTo(trace(first));
    }
  }

  private static List<String> trace(SimulationRun run) {
    return run.steps().stream().map(step -> step + " " + step.events()).toList();
  }

  @Test
  void playsAnotherSeedInAnotherWay() {
    assertThat(trace(Simulation.of(SMALL).run(2))).isNotEqualTo(trace(Simulation.of(SMALL).run(1)));
  }

  @Test
  void meetsEverythingThatItKnows() {
    Set<Handling.Kind> handlings = EnumSet.noneOf(Handling.Kind.class);
    Set<BrokerChange.Kind> changes = EnumSet.noneOf(BrokerChange.Kind.class);
    for (long seed = 1; seed <= 20; seed++) {
      for (Step step : Simulation.of(Scenario.everything()).run(seed).steps()) {
        step.events()
            .forEach(
                event -> {
                  if (event instanceof Handling handling) {
                    handlings.add(handling.kind());
                  } else if (event instanceof BrokerChange change) {
                    changes.add(change.kind());
                  }
                });
      }
    }

    assertThat(handlings).containsExactlyInAnyOrder(Handling.Kind.values());
    // what a loop must never do is the one thing that nobody sees
    assertThat(changes)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(BrokerChange.Kind.COMMITTED_BY_STRANGER)));
  }

  @Test
  void everyActionCanBeDrawnWithoutTheOthers() {
    for (Action action : Action.values()) {
      Map<Action, Integer> weights = new EnumMap<>(Action.class);
      weights.put(Action.TURN, 2);
      weights.put(Action.PRODUCE, 1);
      weights.put(Action.START, 1);
      weights.put(action, 2);
      Scenario scenario =
          new Scenario(
              SMALL.size(), SMALL.protocol(), SMALL.ordering(), weights, SMALL.probabilities());

      assertThat(Simulation.of(scenario).run(1).broken()).as(action.name()).isEmpty();
    }
  }

  @Test
  void reportsABrokenGuaranteeWithItsSeedTheLastActionsAndACommand() {
    Guarantee noSecond = step -> step.number() < 40 ? Optional.empty() : Optional.of("too far");
    SimulationRun run = Simulation.of(SMALL).guarantee(() -> noSecond).replayedBy("play %d").run(7);

    assertThat(run.broken()).hasValueSatisfying(what -> assertThat(what).contains("too far"));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(run::orThrow)
        .withMessageStartingWith("seed 7: ")
        .withMessageContainingAll("too far", "#40 at", "#11 at")
        .withMessageEndingWith("play 7");
  }

  @Test
  void findsAHandlerThatForgetsWhatItSaidWasSafe() {
    Set<String> durable = new HashSet<>();
    Simulation simulation =
        Simulation.of(SMALL)
            .handler(() -> new ForgetfulStore(durable)::save)
            .guarantee(() -> step -> lost(step, durable));

    List<String> broken = new ArrayList<>();
    for (long seed = 1; seed <= 5; seed++) {
      durable.clear();
      simulation.run(seed).broken().ifPresent(broken::add);
    }

    assertThat(broken).isNotEmpty().allMatch(what -> what.contains("lost orders"));
  }

  private static Optional<String> lost(Step step, Set<String> durable) {
    return step.events().stream()
        .filter(event -> event instanceof Handling handled && isLost(handled, durable))
        .map(event -> "lost " + ((Handling) event).partition())
        .findFirst();
  }

  private static boolean isLost(Handling handled, Set<String> durable) {
    String place = handled.partition().partition() + "@" + handled.offset();
    return handled.kind() == Handling.Kind.DONE && !durable.contains(place);
  }

  /** Writes every second record only when the next one comes. */
  private static final class ForgetfulStore {

    private final Set<String> durable;
    private final List<String> buffer = new ArrayList<>();

    ForgetfulStore(Set<String> durable) {
      this.durable = durable;
    }

    void save(ConsumerRecord<byte[], byte[]> record) {
      buffer.add(record.partition() + "@" + record.offset());
      if (buffer.size() == 2) {
        durable.addAll(buffer);
        buffer.clear();
      }
    }
  }

  @Test
  void refusesOtherOrdersForHandlersThatLiveWithTheirPartition() {
    Simulation simulation =
        Simulation.of(SMALL.ordering(Ordering.KEY)).batchHandler(() -> records -> {});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> simulation.run(1))
        .withMessageContaining("ordering");
  }

  @Test
  void refusesWeightsAndProbabilitiesThatMeanNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> SMALL.weight(Action.TURN, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> SMALL.probability(Fault.LATE, 1.1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Scenario.Size(0, 1, 1));
  }
}
