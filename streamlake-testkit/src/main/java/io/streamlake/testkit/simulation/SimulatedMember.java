package io.streamlake.testkit.simulation;

import io.streamlake.core.Assignment;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.LoopState;
import io.streamlake.core.loop.PartitionStatus;
import io.streamlake.testkit.LogConsumer;
import io.streamlake.testkit.guarantee.Epoch;
import io.streamlake.testkit.guarantee.MemberReport;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** One process: a loop with its workers, from its start to its end. */
final class SimulatedMember {

  private final String name;
  private final World world;
  private final LaneNames lanes;
  private final LateWorkers workers;
  private final FaultyWork work;
  private final ConsumerLoop loop;
  private final LogConsumer consumer;
  private List<PartitionStatus> status = List.of();
  private boolean isAlive = true;
  private boolean mayEnd;

  SimulatedMember(String name, World world, Faults faults, Scenario scenario, Parts parts) {
    this.name = name;
    this.world = world;
    this.lanes = new LaneNames(scenario.ordering());
    this.workers = new LateWorkers(world, faults);
    LoopAssembly assembly = new LoopAssembly(world, scenario, parts);
    this.work = new FaultyWork(world, faults, scenario.ordering(), parts, this::testimony);
    this.loop =
        assembly.build(
            workers, work, sink -> new FaultySink(sink, world, faults, work::lastFailed));
    this.consumer = assembly.consumer();
  }

  private Testimony testimony(TopicPartition partition, long epoch) {
    return new Testimony(world, lanes, new Epoch(name, epoch), partition, this::isAlive);
  }

  String name() {
    return name;
  }

  ConsumerLoop loop() {
    return loop;
  }

  LogConsumer consumer() {
    return consumer;
  }

  /** The last assignment of each partition that it ever had, where handlers know of them. */
  List<Assignment> assignments() {
    return work.assignments();
  }

  boolean isAlive() {
    return isAlive;
  }

  /** Whether all that it has is settled, committed and unpaused, as it said last. */
  boolean isAtRest() {
    return workers.waiting() == 0
        && ids().equals(consumer.assignment())
        && status.stream().allMatch(SimulatedMember::isAtRest);
  }

  /** What it said last that it has. */
  Set<TopicPartition> ids() {
    return status.stream().map(PartitionStatus::id).collect(Collectors.toSet());
  }

  private static boolean isAtRest(PartitionStatus one) {
    return one.isRunning()
        && one.inFlight() == 0
        && one.bufferedBytes() == 0
        && one.pauseReasons().isEmpty();
  }

  /** Notes that its end is in order from now on. */
  void mayEnd() {
    mayEnd = true;
  }

  /** Does a turn; afterwards it may be dead. */
  void turn() {
    var unused = loop.status().thenAccept(this::report);
    boolean goesOn = loop.turn();
    if (!goesOn && isAlive) {
      end();
    }
  }

  private void end() {
    LoopState state = mayEnd ? LoopState.CLOSED : loop.state();
    var unused =
        loop.termination()
            .whenComplete(
                (report, failure) ->
                    world.history().tell(name + " ended: " + (failure == null ? report : failure)));
    report(state);
    isAlive = false;
    // the process goes on for a moment: handlers are told that they are over
  }

  /** Dies without a word. */
  void crash() {
    if (!isAlive) {
      return;
    }
    isAlive = false;
    workers.die();
    if (world.group().consumers().contains(consumer)) {
      world.group().crash(consumer);
    }
    report(LoopState.CLOSED);
  }

  void shutDown() {
    mayEnd = true;
    loop.shutdown(Duration.ofSeconds(5));
  }

  private void report(List<PartitionStatus> partitions) {
    if (isAlive && loop.state() == LoopState.RUNNING) {
      status = partitions;
      MemberReport report =
          new MemberReport(
              name, LoopState.RUNNING, partitions, consumer.assignment(), workers.waiting());
      world.history().add(report);
    }
  }

  private void report(LoopState state) {
    world.history().add(new MemberReport(name, state, List.of(), Set.of(), 0));
  }
}
