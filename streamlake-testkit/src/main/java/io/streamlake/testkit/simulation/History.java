package io.streamlake.testkit.simulation;

import io.streamlake.testkit.CommitAttempt;
import io.streamlake.testkit.TestGroup;
import io.streamlake.testkit.VirtualTime;
import io.streamlake.testkit.guarantee.BrokerChange;
import io.streamlake.testkit.guarantee.Event;
import io.streamlake.testkit.guarantee.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What happened, in order; commits come in before whatever happens after them. */
final class History {

  private final VirtualTime time;
  private final TestGroup group;
  private final List<Step> steps = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final List<String> actions = new ArrayList<>();
  private int seenCommits;

  History(VirtualTime time, TestGroup group) {
    this.time = time;
    this.group = group;
  }

  void add(Event event) {
    takeInCommits();
    events.add(event);
  }

  /** Says what is done to the world. */
  void tell(String action) {
    actions.add(action);
  }

  Step endStep(boolean isCalm) {
    takeInCommits();
    Duration at = Duration.ofNanos(time.nanoTime());
    Step step = new Step(steps.size() + 1, at, actions, isCalm, events);
    steps.add(step);
    actions.clear();
    events.clear();
    return step;
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  private void takeInCommits() {
    List<CommitAttempt> commits = group.commits();
    for (CommitAttempt commit : commits.subList(seenCommits, commits.size())) {
      if (commit.isApplied()) {
        takeIn(commit);
      }
    }
    seenCommits = commits.size();
  }

  private void takeIn(CommitAttempt commit) {
    commit.offsets().keySet().stream()
        .sorted(Comparator.comparing(TopicPartition::toString))
        .forEach(partition -> takeIn(commit, partition));
  }

  private void takeIn(CommitAttempt commit, TopicPartition partition) {
    OffsetAndMetadata offset = Objects.requireNonNull(commit.offsets().get(partition));
    events.add(change(BrokerChange.Kind.COMMITTED, partition, offset));
    if (!commit.owned().contains(partition)) {
      events.add(change(BrokerChange.Kind.COMMITTED_BY_STRANGER, partition, offset));
    }
  }

  private static BrokerChange change(
      BrokerChange.Kind kind, TopicPartition partition, OffsetAndMetadata offset) {
    return new BrokerChange(kind, partition, offset.offset(), "");
  }
}
