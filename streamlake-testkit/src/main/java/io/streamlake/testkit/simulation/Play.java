package io.streamlake.testkit.simulation;

import io.streamlake.testkit.guarantee.Step;
import java.util.EnumMap;
import java.util.Map;

/** One run of a scenario: draws actions and does them. */
final class Play {

  private final World world;
  private final Scenario scenario;
  private final Members members;
  private final Calm calm;
  private final Map<Action, Runnable> actions = new EnumMap<>(Action.class);

  Play(long seed, Scenario scenario, Parts parts) {
    this.scenario = scenario;
    this.world = World.of(seed, scenario.size().partitions());
    Faults faults = new Faults(world.dice(), scenario.probabilities());
    this.members = new Members(world, faults, scenario, parts);
    LogActions log =
        new LogActions(world, new LaneNames(scenario.ordering()), members::rebalanceSoon);
    this.calm = new Calm(world, members, faults, log);
    learn(log);
    learn(new GroupActions(world, members));
    learn(new MemberActions(world, members, faults));
    actions.put(Action.REBALANCE, members::rebalance);
    actions.put(Action.CALM, calm::run);
  }

  private void learn(LogActions log) {
    actions.put(Action.PRODUCE, log::produce);
    actions.put(Action.TRANSACT, log::transact);
    actions.put(Action.COMPACT, log::compact);
    actions.put(Action.RETAIN, log::retain);
    actions.put(Action.ADD_PARTITION, log::addPartition);
    actions.put(Action.ELECT_LEADER, log::electLeader);
  }

  private void learn(GroupActions group) {
    actions.put(Action.HOLD_REBALANCE, group::holdRebalance);
    actions.put(Action.FENCE, group::fence);
    actions.put(Action.FAIL_COMMITS, group::failCommits);
    actions.put(Action.HOLD_ANSWERS, group::holdAnswers);
    actions.put(Action.COORDINATOR_DOWN, group::coordinatorDown);
    actions.put(Action.RESET_OFFSETS, group::resetOffsets);
  }

  private void learn(MemberActions member) {
    actions.put(Action.TURN, member::turn);
    actions.put(Action.START, member::start);
    actions.put(Action.CRASH, member::crash);
    actions.put(Action.SHUT_DOWN, member::shutDown);
    actions.put(Action.REFUSE_MEMBER, member::refuse);
    actions.put(Action.FAIL_POLL, member::failPoll);
    actions.put(Action.WAKE_UP, member::wakeUp);
    actions.put(Action.OUTAGE, member::outage);
    actions.put(Action.SINK_DOWN, member::sinkDown);
    actions.put(Action.RESTART_PARTITION, member::restartPartition);
    actions.put(Action.PAUSE_PARTITION, member::pausePartition);
    actions.put(Action.PAUSE_BY_USER, member::pauseByUser);
    actions.put(Action.FLUSH, member::flush);
    actions.put(Action.JUMP_CLOCK, member::jumpClock);
    actions.put(Action.WAIT, member::await);
  }

  /** Does the next step; the first starts a process, the last one is calm. */
  Step step(int number) {
    Action action = world.dice().draw(scenario.weights());
    if (number == 1) {
      action = Action.START;
    } else if (number > scenario.size().steps()) {
      action = Action.CALM;
    }
    Runnable deed = actions.get(action);
    if (deed == null) {
      throw new IllegalStateException("nobody knows how to " + action);
    }
    deed.run();
    Step step = world.history().endStep(action == Action.CALM);
    calm.end();
    return step;
  }

  History history() {
    return world.history();
  }
}
