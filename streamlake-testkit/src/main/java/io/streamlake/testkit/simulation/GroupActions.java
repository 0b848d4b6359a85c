package io.streamlake.testkit.simulation;

import io.streamlake.testkit.TestGroup;
import io.streamlake.testkit.guarantee.BrokerChange;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.TimeoutException;

/** What the group's coordinator does, and what is done to it. */
final class GroupActions {

  private static final Duration LONGEST = Duration.ofSeconds(8);
  private static final List<Supplier<RuntimeException>> REFUSALS =
      List.of(
          () -> new RebalanceInProgressException("simulated"),
          () -> new CoordinatorLoadInProgressException("simulated"),
          () -> new TimeoutException("simulated"),
          () -> new CommitFailedException("simulated"),
          () -> new StaleMemberEpochException("simulated"));

  private final World world;
  private final Members members;
  private final TestGroup group;
  private int heldAnswers;
  private int heldRebalances;
  private int downs;

  GroupActions(World world, Members members) {
    this.world = world;
    this.members = members;
    this.group = world.group();
  }

  void fence() {
    members
        .anyone()
        .ifPresent(
            member -> {
              world.time().schedule(world.dice().upTo(Duration.ofSeconds(1)), () -> fence(member));
              world.history().tell("fence " + member.name() + " soon");
            });
  }

  private void fence(SimulatedMember member) {
    if (member.isAlive() && group.consumers().contains(member.consumer())) {
      group.fence(member.consumer());
      world.history().tell(member.name() + " is fenced");
      members.rebalanceSoon();
    }
  }

  void failCommits() {
    int count = world.dice().between(1, 3);
    for (int i = 0; i < count; i++) {
      RuntimeException error = world.dice().pick(REFUSALS).get();
      boolean isLost = world.dice().chance(0.4);
      if (isLost) {
        group.loseNextCommitAnswer(error);
      } else {
        group.failNextCommit(error);
      }
      world.history().tell((isLost ? "lose an answer: " : "refuse a commit: ") + error);
    }
  }

  void holdAnswers() {
    heldAnswers++;
    group.holdAnswers();
    later(
        () -> {
          heldAnswers--;
          if (heldAnswers == 0) {
            group.releaseAnswers();
          }
        });
    world.history().tell("hold the answers to commits");
  }

  void holdRebalance() {
    heldRebalances++;
    group.holdRebalances();
    later(
        () -> {
          heldRebalances--;
          if (heldRebalances == 0) {
            group.releaseRebalances();
          }
        });
    world.history().tell("hold rebalances");
  }

  void coordinatorDown() {
    downs++;
    group.coordinatorDown();
    later(
        () -> {
          downs--;
          if (downs == 0) {
            group.coordinatorUp();
          }
        });
    world.history().tell("the coordinator is down");
  }

  private void later(Runnable end) {
    world.time().schedule(world.dice().upTo(LONGEST), end);
  }

  /** As it has to be: nobody may be in the group meanwhile. */
  void resetOffsets() {
    members.living().forEach(SimulatedMember::crash);
    for (TopicPartition partition : world.partitions()) {
      long committed = world.committed(partition);
      if (committed >= 0 && world.dice().chance(0.5)) {
        reset(partition, (int) committed);
      }
    }
    world.history().tell("stop everything and reset offsets by hand");
  }

  private void reset(TopicPartition partition, int committed) {
    boolean isRemoved = world.dice().chance(0.3);
    int beginning = (int) world.log().beginning(partition);
    long target = isRemoved ? -1 : world.dice().between(Math.min(beginning, committed), committed);
    group.reset(partition, isRemoved ? null : new OffsetAndMetadata(target));
    world.history().add(new BrokerChange(BrokerChange.Kind.RESET, partition, target, ""));
  }
}
