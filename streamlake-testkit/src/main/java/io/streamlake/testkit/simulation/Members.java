package io.streamlake.testkit.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** The processes of the group, and who of them gets which partition. */
final class Members {

  private static final Duration LONGEST_REBALANCE = Duration.ofSeconds(2);

  private final World world;
  private final Faults faults;
  private final Scenario scenario;
  private final Parts parts;
  private final List<SimulatedMember> members = new ArrayList<>();
  private int started;

  Members(World world, Faults faults, Scenario scenario, Parts parts) {
    this.world = world;
    this.faults = faults;
    this.scenario = scenario;
    this.parts = parts;
  }

  /** Those that live. */
  List<SimulatedMember> living() {
    if (members.removeIf(member -> !member.isAlive())) {
      rebalanceSoon();
    }
    return List.copyOf(members);
  }

  Optional<SimulatedMember> anyone() {
    List<SimulatedMember> living = living();
    return living.isEmpty() ? Optional.empty() : Optional.of(world.dice().pick(living));
  }

  boolean isFull() {
    return living().size() >= scenario.size().members();
  }

  SimulatedMember start() {
    started++;
    SimulatedMember member = new SimulatedMember("m" + started, world, faults, scenario, parts);
    members.add(member);
    rebalanceSoon();
    return member;
  }

  void rebalanceSoon() {
    world.time().schedule(world.dice().upTo(LONGEST_REBALANCE), this::rebalance);
  }

  /** Spreads the partitions at random over those that live. */
  void rebalance() {
    Map<SimulatedMember, Set<TopicPartition>> shares = new LinkedHashMap<>();
    living().stream()
        .filter(member -> world.group().consumers().contains(member.consumer()))
        .forEach(member -> shares.put(member, new HashSet<>()));
    if (shares.isEmpty()) {
      return;
    }
    List<SimulatedMember> owners = List.copyOf(shares.keySet());
    for (TopicPartition partition : world.partitions()) {
      SimulatedMember owner = world.dice().pick(owners);
      shares.computeIfAbsent(owner, key -> new HashSet<>()).add(partition);
    }
    shares.forEach((member, share) -> world.group().assign(member.consumer(), share));
    world.history().tell("rebalance " + described(shares));
  }

  private static String described(Map<SimulatedMember, Set<TopicPartition>> shares) {
    return shares.entrySet().stream()
        .map(entry -> entry.getKey().name() + "=" + numbers(entry.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static List<Integer> numbers(Set<TopicPartition> partitions) {
    return partitions.stream().map(TopicPartition::partition).sorted().toList();
  }
}
