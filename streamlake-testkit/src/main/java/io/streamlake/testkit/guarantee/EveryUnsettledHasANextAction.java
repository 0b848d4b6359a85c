package io.streamlake.testkit.guarantee;

import java.util.Optional;

/**
 * Whatever is unsettled is on its way: when faults are off for a while everything that can be read
 * is safe, and the group has committed up to the end of the log.
 */
public final class EveryUnsettledHasANextAction implements Guarantee {

  private final Books books = new Books();
  private final Offsets committed = new Offsets();

  /** Begins with an empty log. */
  public EveryUnsettledHasANextAction() {}

  @Override
  public Optional<String> check(Step step) {
    for (Event event : step.events()) {
      books.add(event);
      committed.add(event);
    }
    return step.isCalm() ? stuck(step) : Optional.empty();
  }

  private Optional<String> stuck(Step step) {
    for (Event event : step.events()) {
      if (event instanceof BrokerChange end && end.kind() == BrokerChange.Kind.END) {
        Optional<String> broken = stuck(end);
        if (broken.isPresent()) {
          return broken;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> stuck(BrokerChange end) {
    if (books.isOwedBelow(end.partition(), end.offset())) {
      return Optional.of(
          end.partition()
              + "@"
              + books.firstOwed(end.partition()).orElse(-1)
              + " is not settled though all is calm");
    }
    long offset = committed.of(end.partition());
    return offset == end.offset()
        ? Optional.empty()
        : Optional.of(
            end.partition()
                + ": committed "
                + offset
                + " though all is calm and the log ends at "
                + end.offset());
  }
}
