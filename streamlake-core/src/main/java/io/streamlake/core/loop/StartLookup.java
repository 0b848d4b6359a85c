package io.streamlake.core.loop;

import io.streamlake.core.StartPolicy;
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
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker where the start policy starts. The policy counts for a topic that this group has
 * never read; on any other, a partition without a commit has appeared since, and starts at earliest
 * whatever the policy says, so that nothing written to it is missed. Used by the poll thread only.
 */
final class StartLookup {

  private static final Logger LOG = LoggerFactory.getLogger(StartLookup.class);

  private final Consumer<byte[], byte[]> consumer;
  private final StartPolicy policy;
  private final Duration timeout;
  private final List<Request> requests = new ArrayList<>();
  private final Map<String, Set<Integer>> firstSeen = new HashMap<>();

  StartLookup(Consumer<byte[], byte[]> consumer, StartPolicy policy, Duration timeout) {
    this.consumer = consumer;
    this.policy = policy;
    this.timeout = timeout;
  }

  void request(AssignedPartition partition, LongConsumer answer) {
    requests.add(new Request(partition, answer));
  }

  /** Answers what was asked; what the broker does not answer is asked again next time. */
  void answer() {
    requests.removeIf(request -> !request.partition.isLive());
    if (requests.isEmpty()) {
      return;
    }
    try {
      Map<TopicPartition, Long> starts = starts();
      List<Request> answered = List.copyOf(requests);
      requests.clear();
      answered.forEach(
          request ->
              request.answer.accept(Objects.requireNonNull(starts.get(request.partition.id()))));
    } catch (RetriableException | WakeupException e) {
      LOG.warn("the start offsets are not known yet, asking again: {}", e.toString());
    }
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
    if (policy instanceof StartPolicy.Earliest) {
      return false;
    }
    return !firstSeen.computeIfAbsent(id.topic(), this::newPartitions).contains(id.partition());
  }

  /** The partitions of a topic that the group has never read; none if it has read any. */
  private Set<Integer> newPartitions(String topic) {
    Set<TopicPartition> ids =
        consumer.partitionsFor(topic, timeout).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .collect(Collectors.toSet());
    boolean isKnown =
        consumer.committed(ids, timeout).values().stream().anyMatch(offset -> offset != null);
    return isKnown
        ? Set.of()
        : ids.stream().map(TopicPartition::partition).collect(Collectors.toSet());
  }

  private record Request(AssignedPartition partition, LongConsumer answer) {}
}
