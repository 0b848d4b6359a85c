package io.streamlake.core.loop;

import io.streamlake.core.StartPolicy;
import io.streamlake.core.decision.CommitOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker where the start policy starts.
 *
 * <p>The policy counts for what is there when a group begins with a topic. What appears later
 * starts at earliest, whatever the policy says, so that nothing written to it is missed. What was
 * there is seen once, as early as possible and before this member owns anything, so that the first
 * commits of other members that start at the same time are not taken for those of an older group.
 * With a pattern a group begins once, for all its topics together: a topic that matches later has
 * appeared later, also for a member that was started after it was created.
 *
 * <p>Where one looks too late, because others have committed already, the answer is earliest: more
 * is read than was asked for, but nothing is lost. Used by the poll thread only.
 */
final class StartLookup {

  private static final Logger LOG = LoggerFactory.getLogger(StartLookup.class);

  private final Consumer<byte[], byte[]> consumer;
  private final Subscription subscription;
  private final StartPolicy policy;
  private final Duration timeout;
  private final List<Request> requests = new ArrayList<>();
  private @Nullable Set<TopicPartition> begun;

  StartLookup(
      Consumer<byte[], byte[]> consumer,
      Subscription subscription,
      StartPolicy policy,
      Duration timeout) {
    this.consumer = consumer;
    this.subscription = subscription;
    this.policy = policy;
    this.timeout = timeout;
  }

  void request(AssignedPartition partition, LongConsumer answer) {
    requests.add(new Request(partition, answer));
  }

  /** Sees what is there, until that has succeeded once. */
  private void observe() {
    if (begun != null || policy instanceof StartPolicy.Earliest) {
      return;
    }
    try {
      begun = whatTheGroupBegins();
    } catch (KafkaException e) {
      again(e);
    }
  }

  /**
   * Answers what was asked, each turn from the first one on; what the broker does not answer is
   * asked again next time.
   */
  void answer() {
    requests.removeIf(request -> !request.partition.isLive());
    observe();
    if (requests.isEmpty() || (begun == null && !(policy instanceof StartPolicy.Earliest))) {
      return;
    }
    try {
      Map<TopicPartition, Long> starts = starts();
      List<Request> answered = List.copyOf(requests);
      requests.clear();
      answered.forEach(
          request ->
              request.answer.accept(Objects.requireNonNull(starts.get(request.partition.id()))));
    } catch (KafkaException e) {
      again(e);
    }
  }

  private static void again(KafkaException failure) {
    if (!CommitOutcome.of(failure).isPassing()) {
      throw failure;
    }
    LOG.warn("the start offsets are not known yet, asking again: {}", failure.toString());
  }

  private Map<TopicPartition, Long> starts() {
    Set<TopicPartition> ids = new HashSet<>();
    Set<TopicPartition> late = new HashSet<>();
    for (Request request : requests) {
      TopicPartition id = request.partition.id();
      (hasAppearedLater(id) ? late : ids).add(id);
    }
    Map<TopicPartition, Long> starts = new HashMap<>(policyStarts(ids));
    starts.putAll(consumer.beginningOffsets(late, timeout));
    return starts;
  }

  private Map<TopicPartition, Long> policyStarts(Collection<TopicPartition> ids) {
    if (policy instanceof StartPolicy.At at) {
      return startsAt(ids, at.instant().toEpochMilli());
    }
    return policy instanceof StartPolicy.Latest
        ? consumer.endOffsets(ids, timeout)
        : consumer.beginningOffsets(ids, timeout);
  }

  private Map<TopicPartition, Long> startsAt(Collection<TopicPartition> ids, long timestampMs) {
    Map<TopicPartition, Long> starts = new HashMap<>(consumer.endOffsets(ids, timeout));
    Map<TopicPartition, Long> timestamps =
        ids.stream().collect(Collectors.toMap(id -> id, id -> timestampMs));
    Map<TopicPartition, @Nullable OffsetAndTimestamp> found = new HashMap<>();
    found.putAll(consumer.offsetsForTimes(timestamps, timeout));
    found.forEach(
        (id, offset) -> {
          if (offset != null) {
            starts.put(id, offset.offset());
          }
        });
    return starts;
  }

  private boolean hasAppearedLater(TopicPartition id) {
    return begun != null && !begun.contains(id);
  }

  /** The partitions of topics that the group has never read. */
  private Set<TopicPartition> whatTheGroupBegins() {
    Set<TopicPartition> ids = subscription.partitions(consumer, timeout);
    Set<String> known = new HashSet<>();
    consumer
        .committed(ids, timeout)
        .forEach(
            (id, offset) -> {
              if (offset != null) {
                known.add(id.topic());
              }
            });
    if (subscription.isOpen() && !known.isEmpty()) {
      return Set.of();
    }
    return ids.stream().filter(id -> !known.contains(id.topic())).collect(Collectors.toSet());
  }

  private record Request(AssignedPartition partition, LongConsumer answer) {}
}
