package io.streamlake.testkit.guarantee;

import io.streamlake.core.loop.LoopState;
import io.streamlake.core.loop.PartitionStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * What a loop says about itself, once a turn and at its end.
 *
 * @param member the process
 * @param state running; closed, whether in order, by a crash or by a refusal that must end it; or
 *     failed without a reason
 * @param partitions its status, ordered by partition; empty when it has ended
 * @param assignment what its consumer has; empty when it has ended
 * @param waitingTasks how many tasks its workers have not begun
 */
public record MemberReport(
    String member,
    LoopState state,
    List<PartitionStatus> partitions,
    Set<TopicPartition> assignment,
    int waitingTasks)
    implements Event {

  /** Copies and sorts. */
  public MemberReport {
    partitions =
        partitions.stream()
            .sorted(Comparator.comparing((PartitionStatus one) -> one.id().toString()))
            .toList();
    assignment = Set.copyOf(assignment);
  }

  @Override
  public String toString() {
    TreeSet<String> assigned = new TreeSet<>();
    assignment.forEach(partition -> assigned.add(partition.toString()));
    StringBuilder text = new StringBuilder(member + " " + state + " has " + assigned);
    for (PartitionStatus one : partitions) {
      text.append("; ").append(one.id()).append(" frontier ").append(one.frontier());
      text.append(" position ").append(one.position()).append(" committed ");
      text.append(one.committed().map(String::valueOf).orElse("-"));
      text.append(" in flight ").append(one.inFlight());
      text.append(' ').append(new TreeSet<>(one.pauseReasons()));
    }
    return text.toString();
  }
}
