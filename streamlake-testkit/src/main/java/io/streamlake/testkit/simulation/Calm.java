package io.streamlake.testkit.simulation;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** A while without faults, in which everything has to be settled and committed. */
final class Calm {

  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration STRIDE = Duration.ofSeconds(1);
  private static final int ROUNDS_BEFORE_STRIDES = 25;

  private final World world;
  private final Members members;
  private final Faults faults;
  private final LogActions log;

  Calm(World world, Members members, Faults faults, LogActions log) {
    this.world = world;
    this.members = members;
    this.faults = faults;
    this.log = log;
  }

  /** Lets time pass until all is at rest, or would never be. */
  void run() {
    world.history().tell("all faults are off");
    faults.calm();
    log.endTransactions();
    // what was set off ends by itself
    world.time().advance(Duration.ofSeconds(21));
    long deadline = world.time().nanoTime() + LONGEST.toNanos();
    int atRest = 0;
    for (int round = 0; atRest < 2 && world.time().nanoTime() < deadline; round++) {
      round(round);
      // twice: what members have said last was said before they were seen at rest
      atRest = isAtRest() ? atRest + 1 : 0;
    }
    log.tellEnds();
  }

  void end() {
    faults.storm();
  }

  private void round(int round) {
    if (members.living().isEmpty()) {
      members.start();
      members.rebalance();
    }
    members.living().forEach(SimulatedMember::turn);
    if (round > ROUNDS_BEFORE_STRIDES) {
      world.time().advance(STRIDE);
    }
  }

  private boolean isAtRest() {
    Set<TopicPartition> owned = new HashSet<>();
    members.living().forEach(member -> owned.addAll(member.ids()));
    return owned.containsAll(world.partitions())
        && members.living().stream().allMatch(SimulatedMember::isAtRest)
        && world.partitions().stream()
            .allMatch(partition -> world.committed(partition) == world.log().end(partition));
  }
}
