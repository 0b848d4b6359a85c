package io.streamlake.testkit.simulation;

import io.streamlake.core.Ordering;
import java.util.EnumMap;
import java.util.Map;

/**
 * What may happen in a simulation, and how often.
 *
 * @param size how large the world is
 * @param protocol how partitions change hands
 * @param ordering which records wait for each other; all but {@link Ordering#PARTITION} need {@link
 *     Simulation#handler}
 * @param weights how often an action is drawn, in relation to the others; an action that is not
 *     named is never drawn
 * @param probabilities how often a fault strikes when it can, from 0 to 1; a fault that is not
 *     named never strikes
 */
public record Scenario(
    Size size,
    Protocol protocol,
    Ordering ordering,
    Map<Action, Integer> weights,
    Map<Fault, Double> probabilities) {

  /** Checks the numbers and copies the maps. */
  public Scenario {
    weights = new EnumMap<>(weights);
    probabilities = new EnumMap<>(probabilities);
    weights.forEach((action, weight) -> check(weight >= 0, action, weight));
    probabilities.forEach((fault, chance) -> check(chance >= 0 && chance <= 1, fault, chance));
    check(weights.values().stream().mapToInt(one -> one).sum() > 0, "weights", weights);
  }

  private static void check(boolean isRight, Object what, Object value) {
    if (!isRight) {
      throw new IllegalArgumentException(what + ": out of range: " + value);
    }
  }

  /**
   * How large a world is.
   *
   * @param partitions how many the topic has at first, at least 1
   * @param members how many processes there are at most, at least 1
   * @param steps how long it goes on before the last calm, at least 1
   */
  public record Size(int partitions, int members, int steps) {

    /** Checks the numbers. */
    public Size {
      check(partitions > 0, "partitions", partitions);
      check(members > 0, "members", members);
      check(steps > 0, "steps", steps);
    }
  }

  /**
   * Everything that can happen, in a group of three with three partitions, for 200 steps.
   *
   * @return the scenario
   */
  public static Scenario everything() {
    Map<Action, Integer> weights = new EnumMap<>(Action.class);
    for (Action action : Action.values()) {
      weights.put(action, 4);
    }
    weights.put(Action.TURN, 240);
    weights.put(Action.PRODUCE, 50);
    weights.put(Action.TRANSACT, 12);
    weights.put(Action.COMPACT, 8);
    weights.put(Action.REBALANCE, 10);
    weights.put(Action.FENCE, 6);
    weights.put(Action.START, 16);
    weights.put(Action.FAIL_COMMITS, 10);
    weights.put(Action.RESET_OFFSETS, 1);
    weights.put(Action.REFUSE_MEMBER, 1);
    weights.put(Action.CALM, 2);
    Map<Fault, Double> probabilities = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      probabilities.put(fault, 0.05);
    }
    probabilities.put(Fault.FAILS_ALWAYS, 0.02);
    probabilities.put(Fault.LATE, 0.2);
    probabilities.put(Fault.BROKEN_PROMISE, 0.25);
    probabilities.put(Fault.LETTER_FAILS, 0.2);
    probabilities.put(Fault.LETTER_LATE, 0.3);
    return new Scenario(
        new Size(3, 3, 200), Protocol.COOPERATIVE, Ordering.PARTITION, weights, probabilities);
  }

  /**
   * Changes the size.
   *
   * @param other how large the world is
   * @return the changed scenario
   */
  public Scenario size(Size other) {
    return new Scenario(other, protocol, ordering, weights, probabilities);
  }

  /**
   * Changes the protocol.
   *
   * @param other how partitions change hands
   * @return the changed scenario
   */
  public Scenario protocol(Protocol other) {
    return new Scenario(size, other, ordering, weights, probabilities);
  }

  /**
   * Changes the ordering.
   *
   * @param other which records wait for each other
   * @return the changed scenario
   */
  public Scenario ordering(Ordering other) {
    return new Scenario(size, protocol, other, weights, probabilities);
  }

  /**
   * Changes how often an action is drawn.
   *
   * @param action the action
   * @param weight in relation to the other actions; 0 for never
   * @return the changed scenario
   */
  public Scenario weight(Action action, int weight) {
    Map<Action, Integer> changed = new EnumMap<>(weights);
    changed.put(action, weight);
    return new Scenario(size, protocol, ordering, changed, probabilities);
  }

  /**
   * Changes how often a fault strikes.
   *
   * @param fault the fault
   * @param chance from 0 to 1
   * @return the changed scenario
   */
  public Scenario probability(Fault fault, double chance) {
    Map<Fault, Double> changed = new EnumMap<>(probabilities);
    changed.put(fault, chance);
    return new Scenario(size, protocol, ordering, weights, changed);
  }
}
