package io.streamlake.testkit.guarantee;

import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * No offset is committed before every record below it was handled, or acknowledged by the
 * dead-letter sink, by whomever; nor before its records are written.
 */
public final class AtLeastOnce implements Guarantee {

  private final Books books = new Books();
  private final Offsets committed = new Offsets();

  /** Begins with an empty log. */
  public AtLeastOnce() {}

  @Override
  public Optional<String> check(Step step) {
    for (Event event : step.events()) {
      books.add(event);
      committed.add(event);
      if (event instanceof BrokerChange change && isBroken(change.partition())) {
        return Optional.of(
            change.partition()
                + ": committed "
                + committed.of(change.partition())
                + ", but nobody has made safe the record at "
                + books.firstOwed(change.partition()).orElse(-1));
      }
    }
    return Optional.empty();
  }

  private boolean isBroken(TopicPartition partition) {
    return books.isOwedBelow(partition, committed.of(partition));
  }
}
