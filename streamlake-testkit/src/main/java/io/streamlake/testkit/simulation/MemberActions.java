package io.streamlake.testkit.simulation;

import io.streamlake.core.Assignment;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/** What processes do, and what is done to them. */
final class MemberActions {

  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final List<Supplier<KafkaException>> POLL_FAILURES =
      List.of(
          () -> new TimeoutException("simulated"),
          () -> new CoordinatorNotAvailableException("simulated"));

  private final World world;
  private final Members members;
  private final Faults faults;

  MemberActions(World world, Members members, Faults faults) {
    this.world = world;
    this.members = members;
    this.faults = faults;
  }

  private void anyone(String what, Consumer<SimulatedMember> action) {
    members
        .anyone()
        .ifPresent(
            member -> {
              world.history().tell(member.name() + " " + what);
              action.accept(member);
            });
  }

  void turn() {
    anyone("turns", SimulatedMember::turn);
  }

  void start() {
    if (!members.isFull()) {
      world.history().tell(members.start().name() + " starts");
    }
  }

  void crash() {
    anyone(
        "crashes soon",
        member ->
            world
                .time()
                .schedule(
                    world.dice().upTo(SOON),
                    () -> {
                      member.crash();
                      world.history().tell(member.name() + " has crashed");
                      members.rebalanceSoon();
                    }));
  }

  void shutDown() {
    anyone(
        "shuts down",
        member -> {
          member.shutDown();
          members.rebalanceSoon();
        });
  }

  /** A turn finds out at once; nobody else may get the refusal. */
  void refuse() {
    KafkaException refusal =
        world.dice().chance(0.5)
            ? new FencedInstanceIdException("simulated")
            : new GroupAuthorizationException("simulated");
    anyone(
        "is refused for good",
        member -> {
          member.mayEnd();
          member.consumer().setPollException(refusal);
          member.turn();
          members.rebalanceSoon();
        });
  }

  void failPoll() {
    anyone(
        "will fail to poll",
        member -> member.consumer().setPollException(world.dice().pick(POLL_FAILURES).get()));
  }

  void wakeUp() {
    anyone("is woken up", member -> member.consumer().wakeup());
  }

  void flush() {
    anyone("is asked to flush", member -> member.loop().flush());
  }

  void restartPartition() {
    anyAssignment("starts anew", assignment -> assignment.restart("simulated"));
  }

  void pausePartition() {
    anyAssignment(
        "pauses",
        assignment -> {
          assignment.pause();
          world.time().schedule(world.dice().upTo(LONGEST), assignment::resume);
        });
  }

  private void anyAssignment(String what, Consumer<Assignment> action) {
    List<Assignment> assignments =
        members.living().stream().flatMap(member -> member.assignments().stream()).toList();
    if (!assignments.isEmpty()) {
      Assignment assignment = world.dice().pick(assignments);
      world.history().tell("a handler of " + assignment.partition() + " " + what);
      action.accept(assignment);
    }
  }

  /** Whether it has the partition or not. */
  void pauseByUser() {
    Set<TopicPartition> paused = Set.of(world.dice().pick(world.partitions()));
    anyone(
        "is to pause " + paused,
        member -> {
          member.loop().pause(paused);
          world.time().schedule(world.dice().upTo(LONGEST), () -> member.loop().resume(paused));
        });
  }

  void outage() {
    faults.beginOutage();
    world.time().schedule(world.dice().upTo(LONGEST), faults::endOutage);
    world.history().tell("what handlers write to is down");
  }

  void sinkDown() {
    faults.beginSinkOutage();
    world.time().schedule(world.dice().upTo(LONGEST), faults::endSinkOutage);
    world.history().tell("the dead-letter sink is down");
  }

  void jumpClock() {
    Duration jump = Duration.ofMinutes(world.dice().between(-100, 100));
    world.time().jumpWallClock(jump);
    world.history().tell("the wall clock jumps by " + jump);
  }

  void await() {
    Duration wait = world.dice().upTo(Duration.ofSeconds(30));
    world.time().advance(wait);
    world.history().tell("wait for " + wait);
  }
}
