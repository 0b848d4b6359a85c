package io.streamlake.testkit.guarantee;

import java.util.Optional;

/**
 * A member commits only for partitions that the group has given it: the broker checks on a commit
 * who is a member, and never who owns the partition.
 */
public final class CommitsItsOwn implements Guarantee {

  /** Keeps nothing in mind. */
  public CommitsItsOwn() {}

  @Override
  public Optional<String> check(Step step) {
    return step.events().stream()
        .filter(CommitsItsOwn::isForeign)
        .map(event -> "committed by who does not have the partition: " + event)
        .findFirst();
  }

  private static boolean isForeign(Event event) {
    return event instanceof BrokerChange change
        && change.kind() == BrokerChange.Kind.COMMITTED_BY_STRANGER;
  }
}
