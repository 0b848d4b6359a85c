package io.streamlake.lab.endtoend;

import io.streamlake.core.Assignment;
import io.streamlake.core.Handler;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Settlement;
import io.streamlake.lab.data.RecordPlace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Remembers what a loop was assigned and what it has handled. Safe for use from any thread. */
final class RecordedAssignments implements PartitionHandler.Factory {

  private final Handler handler;
  private final List<TopicPartition> assigned = new ArrayList<>();
  private final List<RecordPlace> handled = new ArrayList<>();

  RecordedAssignments() {
    this(record -> {});
  }

  /**
   * @param handler called before a record counts as handled
   */
  RecordedAssignments(Handler handler) {
    this.handler = handler;
  }

  @Override
  public synchronized PartitionHandler assigned(Assignment assignment) {
    assigned.add(assignment.partition());
    return record -> {
      handler.handle(record);
      synchronized (this) {
        handled.add(new RecordPlace(record.topic(), record.partition(), record.offset()));
      }
      return Settlement.NOW;
    };
  }

  /** The partitions as often as they were assigned, in that order. */
  synchronized List<TopicPartition> assigned() {
    return List.copyOf(assigned);
  }

  synchronized Set<TopicPartition> assignedOnce() {
    return new HashSet<>(assigned);
  }

  /** The records as often as they were handled, in that order. */
  synchronized List<RecordPlace> handled() {
    return List.copyOf(handled);
  }

  void awaitHandled(int count) throws Exception {
    Eventually.holds(
        RealLoops.LIMIT, () -> handled().size() >= count, () -> handled().size() + " of " + count);
  }
}
