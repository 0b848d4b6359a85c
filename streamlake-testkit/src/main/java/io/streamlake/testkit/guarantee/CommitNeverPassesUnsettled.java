package io.streamlake.testkit.guarantee;

import io.streamlake.core.loop.PartitionStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * What a loop means to commit, or believes to be committed, never passes a record that its handler
 * was given in this epoch and has not made safe in it, nor one that nobody has made safe: whatever
 * an earlier owner may have done. Stricter than {@link AtLeastOnce}, and seen before the commit.
 */
public final class CommitNeverPassesUnsettled implements Guarantee {

  private final Books books = new Books();
  private final Map<Owner, Long> epochs = new HashMap<>();
  private final Map<Owner, NavigableSet<Long>> unsettled = new HashMap<>();

  private record Owner(String member, TopicPartition partition) {}

  /** Begins with an empty log and without members. */
  public CommitNeverPassesUnsettled() {}

  @Override
  public Optional<String> check(Step step) {
    for (Event event : step.events()) {
      books.add(event);
      if (event instanceof Handling handling) {
        note(handling);
      } else if (event instanceof MemberReport report) {
        Optional<String> broken = check(report);
        if (broken.isPresent()) {
          return broken;
        }
      }
    }
    return Optional.empty();
  }

  private void note(Handling handling) {
    Owner owner = new Owner(handling.epoch().member(), handling.partition());
    if (handling.kind() == Handling.Kind.ASSIGNED) {
      epochs.put(owner, handling.epoch().number());
      unsettled.put(owner, new TreeSet<>());
    }
    NavigableSet<Long> present = unsettled.get(owner);
    Long epoch = epochs.get(owner);
    if (present == null || epoch == null || epoch != handling.epoch().number()) {
      return; // of an epoch that is over
    }
    if (handling.kind() == Handling.Kind.TRIED) {
      present.add(handling.offset());
    } else if (handling.isSafe()) {
      present.remove(handling.offset());
    }
  }

  private Optional<String> check(MemberReport report) {
    return report.partitions().stream()
        .filter(PartitionStatus::isRunning)
        .flatMap(status -> check(report.member(), status).stream())
        .findFirst();
  }

  private Optional<String> check(String member, PartitionStatus status) {
    long told = Math.max(status.frontier(), status.committed().orElse(-1L));
    NavigableSet<Long> present =
        unsettled.getOrDefault(new Owner(member, status.id()), new TreeSet<>());
    boolean isPassed = !present.isEmpty() && present.first() < told;
    if (!isPassed && !books.isOwedBelow(status.id(), told)) {
      return Optional.empty();
    }
    long record = isPassed ? present.first() : books.firstOwed(status.id()).orElse(-1);
    return Optional.of(
        member + " would commit " + told + " of " + status.id() + ", past unsettled " + record);
  }
}
