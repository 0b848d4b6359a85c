package io.streamlake.testkit.simulation;

import io.streamlake.core.BatchHandler;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.Handler;
import io.streamlake.core.Ordering;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Settlement;
import io.streamlake.core.loop.ConsumerLoopBuilder;
import io.streamlake.testkit.guarantee.AtLeastOnce;
import io.streamlake.testkit.guarantee.BelievesTheBroker;
import io.streamlake.testkit.guarantee.CommitMonotone;
import io.streamlake.testkit.guarantee.CommitNeverPassesUnsettled;
import io.streamlake.testkit.guarantee.CommitsItsOwn;
import io.streamlake.testkit.guarantee.EveryUnsettledHasANextAction;
import io.streamlake.testkit.guarantee.Guarantee;
import io.streamlake.testkit.guarantee.LaneOrder;
import io.streamlake.testkit.guarantee.LedgerBalances;
import io.streamlake.testkit.guarantee.NoLeak;
import io.streamlake.testkit.guarantee.OwnAttempts;
import io.streamlake.testkit.guarantee.StaysAlive;
import io.streamlake.testkit.guarantee.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Plays a {@link Scenario} with a handler: several processes of one group, each a real {@link
 * io.streamlake.core.loop.ConsumerLoop}, on one thread and in virtual time, while a seed decides
 * what they do and what goes wrong. After each step every {@link Guarantee} is checked.
 *
 * <pre>{@code
 * Simulation simulation =
 *     Simulation.of(Scenario.everything())
 *         .handler(() -> order -> database.save(order))
 *         .guarantee(() -> step -> database.lostOrder());
 * Seeds.each(100, seed -> simulation.run(seed).orThrow());
 * }</pre>
 *
 * <p>The same seed gives the same run, in any process, if the handler does the same when called in
 * the same order. To be used by one thread; what it is given is called on that thread.
 */
public final class Simulation {

  private final Scenario scenario;
  private final List<Consumer<ConsumerLoopBuilder>> settings = new ArrayList<>();
  private final List<Supplier<Guarantee>> guarantees =
      new ArrayList<>(
          List.of(
              StaysAlive::new,
              AtLeastOnce::new,
              CommitNeverPassesUnsettled::new,
              CommitMonotone::new,
              CommitsItsOwn::new,
              BelievesTheBroker::new,
              OwnAttempts::new,
              LaneOrder::new,
              NoLeak::new,
              LedgerBalances::new,
              EveryUnsettledHasANextAction::new));
  private Supplier<PartitionHandler.Factory> handlers = () -> direct(order -> {});
  private Optional<Supplier<BatchHandler>> batches = Optional.empty();
  private boolean livesWithPartitions;
  private Optional<Supplier<DeadLetterSink>> sinks =
      Optional.of(() -> letter -> CompletableFuture.completedStage(letter));
  private String replay = "run the same test with -D" + Seeds.SEED + "=%d";

  private Simulation(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Prepares a simulation with a handler that does nothing, a sink that takes everything, and all
   * guarantees of {@link io.streamlake.testkit.guarantee}.
   *
   * @param scenario what may happen
   * @return a simulation that can be run with any number of seeds
   */
  public static Simulation of(Scenario scenario) {
    return new Simulation(scenario);
  }

  private static PartitionHandler.Factory direct(Handler handler) {
    PartitionHandler adapted =
        record -> {
          handler.handle(record);
          return Settlement.NOW;
        };
    return assignment -> adapted;
  }

  /**
   * Sets the handler.
   *
   * @param processes makes the handler of each process that is started
   * @return this
   */
  public Simulation handler(Supplier<Handler> processes) {
    partitionHandlers(() -> direct(processes.get()));
    livesWithPartitions = false;
    return this;
  }

  /**
   * Sets the handlers with a life cycle.
   *
   * @param processes makes the factory of each process that is started; its handlers' stages may be
   *     completed by {@code flush}, by a later call, or at once, on this thread
   * @return this
   */
  public Simulation partitionHandlers(Supplier<PartitionHandler.Factory> processes) {
    this.handlers = processes;
    this.batches = Optional.empty();
    this.livesWithPartitions = true;
    return this;
  }

  /**
   * Sets a handler of many records at once.
   *
   * @param processes makes the handler of each process that is started
   * @return this
   */
  public Simulation batchHandler(Supplier<BatchHandler> processes) {
    this.batches = Optional.of(processes);
    this.livesWithPartitions = true;
    return this;
  }

  /**
   * Sets the dead-letter sink.
   *
   * @param processes makes the sink of each process that is started
   * @return this
   */
  public Simulation deadLetters(Supplier<DeadLetterSink> processes) {
    this.sinks = Optional.of(processes);
    return this;
  }

  /**
   * Takes the dead-letter sink away: what cannot be handled is held.
   *
   * @return this
   */
  public Simulation withoutDeadLetters() {
    this.sinks = Optional.empty();
    return this;
  }

  /**
   * Changes how each loop is built; later changes win. Handlers, sink, clocks, workers and consumer
   * are the simulation's.
   *
   * @param change applied to each process that is started
   * @return this
   */
  public Simulation with(Consumer<ConsumerLoopBuilder> change) {
    settings.add(change);
    return this;
  }

  /**
   * Checks one more guarantee.
   *
   * @param runs makes the guarantee of each run
   * @return this
   */
  public Simulation guarantee(Supplier<Guarantee> runs) {
    guarantees.add(runs);
    return this;
  }

  /**
   * Checks these guarantees and no others.
   *
   * @param runs make the guarantees of each run
   * @return this
   */
  public Simulation guarantees(List<Supplier<Guarantee>> runs) {
    guarantees.clear();
    guarantees.addAll(runs);
    return this;
  }

  /**
   * Says how to run a seed again, for the report of a broken guarantee.
   *
   * @param command a command with {@code %d} where the seed belongs
   * @return this
   */
  public Simulation replayedBy(String command) {
    this.replay = command;
    return this;
  }

  /**
   * Plays the scenario once, until a guarantee is broken or everything has come to rest.
   *
   * @param seed decides everything
   * @return what happened
   * @throws IllegalArgumentException if the handlers live with their partition, and the scenario's
   *     ordering does not allow that
   */
  public SimulationRun run(long seed) {
    if (livesWithPartitions && scenario.ordering() != Ordering.PARTITION) {
      throw new IllegalArgumentException("ordering: these handlers need PARTITION");
    }
    Play play = new Play(seed, scenario, new Parts(handlers, batches, sinks, settings));
    List<Guarantee> judges = guarantees.stream().map(Supplier::get).toList();
    Optional<String> broken = Optional.empty();
    for (int number = 1; broken.isEmpty() && number <= scenario.size().steps() + 1; number++) {
      broken = judge(judges, play.step(number));
    }
    return new SimulationRun(seed, play.history().steps(), broken, String.format(replay, seed));
  }

  private static Optional<String> judge(List<Guarantee> judges, Step step) {
    for (Guarantee judge : judges) {
      Optional<String> broken = judge.check(step);
      if (broken.isPresent()) {
        return broken.map(what -> judge.name() + " is broken: " + what);
      }
    }
    return Optional.empty();
  }
}
