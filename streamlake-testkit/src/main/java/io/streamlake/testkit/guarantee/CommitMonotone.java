package io.streamlake.testkit.guarantee;

import java.util.Optional;

/**
 * A committed offset never moves back, except by hand. Handlers that choose a start below what is
 * committed break it on purpose: leave it out for them.
 */
public final class CommitMonotone implements Guarantee {

  private final Offsets committed = new Offsets();

  /** Begins with nothing committed. */
  public CommitMonotone() {}

  @Override
  public Optional<String> check(Step step) {
    for (Event event : step.events()) {
      if (event instanceof BrokerChange change
          && change.kind() == BrokerChange.Kind.COMMITTED
          && change.offset() < committed.of(change.partition())) {
        return Optional.of(
            change.partition()
                + ": moved back from "
                + committed.of(change.partition())
                + " to "
                + change.offset());
      }
      committed.add(event);
    }
    return Optional.empty();
  }
}
