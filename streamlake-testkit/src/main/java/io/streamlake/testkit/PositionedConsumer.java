package io.streamlake.testkit;

import io.streamlake.testkit.ConsumerSettings.Reset;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a consumer stands, and what the log says about itself: the questions that need no group.
 */
// a second thread must be refused, not made to wait
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
abstract class PositionedConsumer extends GuardedConsumer {

  private final TestLog log;
  private final ConsumerSettings settings;
  private final Fetching fetching;
  private final LogQueries queries;

  PositionedConsumer(TestLog log, VirtualTime time, ConsumerSettings settings, Fetching fetching) {
    super(time, settings.apiTimeout());
    this.log = log;
    this.settings = settings;
    this.fetching = fetching;
    this.queries = new LogQueries(log, time);
  }

  final Fetching fetching() {
    return fetching;
  }

  @Override
  public void seek(TopicPartition partition, OffsetAndMetadata target) {
    tell(
        () -> {
          requireAssigned(partition);
          fetching.seek(partition, target);
        });
  }

  @Override
  public void seekToBeginning(Collection<TopicPartition> partitions) {
    reset(partitions, Reset.EARLIEST);
  }

  @Override
  public void seekToEnd(Collection<TopicPartition> partitions) {
    reset(partitions, Reset.LATEST);
  }

  private void reset(Collection<TopicPartition> partitions, Reset reset) {
    tell(
        () -> {
          Set<TopicPartition> all = partitions.isEmpty() ? assignment() : Set.copyOf(partitions);
          all.forEach(this::requireAssigned);
          all.forEach(partition -> fetching.reset(partition, reset));
        });
  }

  @Override
  public long position(TopicPartition partition, Duration timeout) {
    return ask(
        () -> {
          requireAssigned(partition);
          Optional<Long> known = fetching.position(partition);
          if (known.isEmpty()) {
            fetching.updatePositions();
            known = fetching.position(partition);
          }
          return known.orElseThrow(() -> timedOut(timeout, "position of " + partition));
        });
  }

  @Override
  public OptionalLong currentLag(TopicPartition partition) {
    return ask(
        () -> {
          requireAssigned(partition);
          long end = log.log(partition).readable(settings.isReadCommitted());
          Optional<Long> position = fetching.position(partition);
          return position.map(at -> OptionalLong.of(end - at)).orElseGet(OptionalLong::empty);
        });
  }

  @Override
  public Map<TopicPartition, Long> beginningOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    return offsets(partitions, PartitionLog::beginning, timeout);
  }

  @Override
  public Map<TopicPartition, Long> endOffsets(
      Collection<TopicPartition> partitions, Duration timeout) {
    return offsets(partitions, found -> found.readable(settings.isReadCommitted()), timeout);
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions,
      ToLongFunction<PartitionLog> question,
      Duration timeout) {
    return ask(() -> queries.offsets(partitions, question, timeout));
  }

  @Override
  public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> timestamps, Duration timeout) {
    return ask(() -> queries.forTimes(timestamps, timeout));
  }

  @Override
  public List<PartitionInfo> partitionsFor(String topic) {
    return ask(() -> queries.partitionsFor(topic));
  }

  @Override
  public Map<String, List<PartitionInfo>> listTopics() {
    return ask(() -> queries.topics());
  }
}
