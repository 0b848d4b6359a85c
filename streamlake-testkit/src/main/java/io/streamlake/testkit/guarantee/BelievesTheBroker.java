package io.streamlake.testkit.guarantee;

import io.streamlake.core.loop.PartitionStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What a loop takes for committed the broker has held since this epoch began: the answer to an
 * earlier epoch's commit says nothing of this one, for others may have committed in between.
 */
public final class BelievesTheBroker implements Guarantee {

  private final Offsets committed = new Offsets();
  private final Map<Owner, Set<Long>> held = new HashMap<>();

  private record Owner(String member, TopicPartition partition) {}

  /** Begins with nothing committed. */
  public BelievesTheBroker() {}

  @Override
  public Optional<String> check(Step step) {
    for (Event event : step.events()) {
      committed.add(event);
      if (event instanceof BrokerChange change) {
        note(change.partition());
      } else if (event instanceof Handling handling && handling.kind() == Handling.Kind.ASSIGNED) {
        Owner owner = new Owner(handling.epoch().member(), handling.partition());
        held.put(owner, new HashSet<>(Set.of(committed.of(handling.partition()))));
      } else if (event instanceof MemberReport report) {
        Optional<String> broken = check(report);
        if (broken.isPresent()) {
          return broken;
        }
      }
    }
    return Optional.empty();
  }

  private void note(TopicPartition partition) {
    held.forEach(
        (owner, offsets) -> {
          if (owner.partition().equals(partition)) {
            offsets.add(committed.of(partition));
          }
        });
  }

  private Optional<String> check(MemberReport report) {
    for (PartitionStatus status : report.partitions()) {
      Set<Long> known = held.getOrDefault(new Owner(report.member(), status.id()), Set.of());
      boolean isKnown = status.committed().map(known::contains).orElse(true);
      if (status.isRunning() && !isKnown) {
        return Optional.of(
            "the broker has held " + known + " of " + status.id() + " in this epoch: " + report);
      }
    }
    return Optional.empty();
  }
}
