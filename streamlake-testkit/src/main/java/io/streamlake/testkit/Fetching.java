package io.streamlake.testkit;

import io.streamlake.testkit.ConsumerSettings.Reset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;

/**
 * How the client reads: positions, where they come from, and what a poll returns
 * (SubscriptionState, FetchCollector, OffsetFetcher).
 */
final class Fetching {

  private final TestLog log;
  private final TestGroup group;
  private final ConsumerSettings settings;
  private final Map<TopicPartition, Position> positions = new HashMap<>();
  private final Map<TopicPartition, Reset> resets = new HashMap<>();
  private final LinkedHashSet<TopicPartition> rotation = new LinkedHashSet<>();

  Fetching(TestLog log, TestGroup group, ConsumerSettings settings) {
    this.log = log;
    this.group = group;
    this.settings = settings;
  }

  /** Forgets what is no longer assigned; a partition that comes back later starts anew. */
  void reassign(Set<TopicPartition> assignment) {
    positions.keySet().retainAll(assignment);
    resets.keySet().retainAll(assignment);
    rotation.retainAll(assignment);
    Set<TopicPartition> sorted = new TreeSet<>(Comparator.comparing(TopicPartition::toString));
    sorted.addAll(assignment);
    rotation.addAll(sorted);
  }

  void seek(TopicPartition partition, OffsetAndMetadata target) {
    resets.remove(partition);
    positions.put(partition, new Position(target.offset(), target.leaderEpoch()));
  }

  void reset(TopicPartition partition, Reset reset) {
    positions.remove(partition);
    resets.put(partition, reset);
  }

  Optional<Long> position(TopicPartition partition) {
    return Optional.ofNullable(positions.get(partition)).map(Position::offset);
  }

  /** What {@code commitSync()} without arguments would commit. */
  Map<TopicPartition, OffsetAndMetadata> consumed() {
    return positions.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().next()));
  }

  /**
   * Gives every assigned partition a position, paused ones as well (ClassicKafkaConsumer,
   * updateFetchPositions; SubscriptionState, resetInitializingPositions).
   */
  void updatePositions() {
    detectTruncation();
    if (!group.isCoordinatorDown()) {
      initialize();
    }
    resets.forEach((partition, reset) -> positions.put(partition, start(partition, reset)));
    resets.clear();
  }

  ConsumerRecords<byte[], byte[]> fetch(Set<TopicPartition> paused) {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
    int left = settings.maxPollRecords();
    for (TopicPartition partition : List.copyOf(rotation)) {
      if (left == 0 || paused.contains(partition) || !positions.containsKey(partition)) {
        continue;
      }
      if (isOutOfRange(partition)) {
        // FetchCollector.collectFetch: what was gathered before the failure is returned first
        if (next.isEmpty()) {
          leaveRange(partition);
          continue;
        }
        break;
      }
      List<ConsumerRecord<byte[], byte[]>> found = read(partition, left, next);
      if (!found.isEmpty()) {
        records.put(partition, found);
        left -= found.size();
      }
    }
    return new ConsumerRecords<>(records, next);
  }

  private List<ConsumerRecord<byte[], byte[]>> read(
      TopicPartition partition, int max, Map<TopicPartition, OffsetAndMetadata> next) {
    Position from = positionOf(partition);
    PartitionLog source = log.log(partition);
    PartitionLog.Slice slice = source.read(from.offset(), max, settings.isReadCommitted());
    if (slice.next() > from.offset()) {
      Position moved = new Position(slice.next(), Optional.of(source.epochAt(slice.next() - 1)));
      positions.put(partition, moved);
      next.put(partition, moved.next());
      toTheBack(partition);
    }
    return slice.records();
  }

  private boolean isOutOfRange(TopicPartition partition) {
    PartitionLog source = log.log(partition);
    long offset = positionOf(partition).offset();
    return offset < source.beginning() || offset > source.end();
  }

  private void leaveRange(TopicPartition partition) {
    long offset = positionOf(partition).offset();
    toTheBack(partition);
    if (settings.reset() != Reset.NONE) {
      reset(partition, settings.reset());
      return;
    }
    throw new OffsetOutOfRangeException(
        "Fetch position " + offset + " is out of range for partition " + partition,
        Map.of(partition, offset));
  }

  private void initialize() {
    Set<TopicPartition> homeless = new LinkedHashSet<>();
    for (TopicPartition partition : rotation) {
      if (positions.containsKey(partition) || resets.containsKey(partition)) {
        continue;
      }
      Optional<OffsetAndMetadata> committed = group.committed(partition);
      if (committed.isPresent()) {
        seek(partition, committed.get());
      } else if (settings.reset() == Reset.NONE) {
        homeless.add(partition);
      } else {
        resets.put(partition, settings.reset());
      }
    }
    if (!homeless.isEmpty()) {
      throw new NoOffsetForPartitionException(homeless);
    }
  }

  /** SubscriptionState.maybeCompleteValidation: the epoch of the position ended before it. */
  private void detectTruncation() {
    Map<TopicPartition, Long> truncated = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> divergent = new HashMap<>();
    for (TopicPartition partition : new ArrayList<>(positions.keySet())) {
      Position position = positionOf(partition);
      Optional<OffsetAndMetadata> divergence = divergence(partition, position);
      if (divergence.isEmpty()) {
        continue;
      }
      if (settings.reset() == Reset.NONE) {
        truncated.put(partition, position.offset());
        divergent.put(partition, divergence.get());
      } else {
        seek(partition, divergence.get());
      }
    }
    if (!truncated.isEmpty()) {
      throw new LogTruncationException(truncated, divergent);
    }
  }

  private Optional<OffsetAndMetadata> divergence(TopicPartition partition, Position position) {
    PartitionLog source = log.log(partition);
    return position
        .epoch()
        .filter(epoch -> epoch < source.epoch())
        .filter(epoch -> source.endOf(epoch) < position.offset())
        .map(epoch -> new OffsetAndMetadata(source.endOf(epoch), Optional.of(epoch), ""));
  }

  private Position start(TopicPartition partition, Reset reset) {
    PartitionLog source = log.log(partition);
    long offset =
        reset == Reset.EARLIEST ? source.beginning() : source.readable(settings.isReadCommitted());
    return new Position(offset, Optional.empty());
  }

  private Position positionOf(TopicPartition partition) {
    return Optional.ofNullable(positions.get(partition)).orElseThrow();
  }

  private void toTheBack(TopicPartition partition) {
    rotation.remove(partition);
    rotation.add(partition);
  }

  /** The next offset to read, and the epoch of the record before it where it is known. */
  private record Position(long offset, Optional<Integer> epoch) {

    OffsetAndMetadata next() {
      return new OffsetAndMetadata(offset, epoch, "");
    }
  }
}
