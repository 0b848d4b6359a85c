package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.FailureClassifier;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.Settlement;
import io.streamlake.core.StartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class StartLookupTest {

  private static final TopicPartition FIRST = new TopicPartition(Logs.TOPIC, 0);
  private static final TopicPartition SECOND = new TopicPartition(Logs.TOPIC, 1);
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  private final TimedConsumer consumer = new TimedConsumer();
  private final Map<TopicPartition, Long> starts = new HashMap<>();

  @BeforeEach
  void fillTheLog() {
    consumer.assign(List.of(FIRST, SECOND));
    consumer.updateBeginningOffsets(Map.of(FIRST, 10L, SECOND, 20L));
    consumer.updateEndOffsets(Map.of(FIRST, 110L, SECOND, 120L));
    topicHas(1);
  }

  @Test
  void findsTheOldestRecord() {
    ask(lookup(StartPolicy.earliest()), FIRST);

    assertThat(starts).containsExactly(Map.entry(FIRST, 10L));
  }

  @Test
  void findsTheEndOfTheLog() {
    ask(lookup(StartPolicy.latest()), FIRST);

    assertThat(starts).containsExactly(Map.entry(FIRST, 110L));
  }

  @Test
  void findsTheFirstRecordAtAnInstant() {
    consumer.found = new OffsetAndTimestamp(55, NOON.toEpochMilli() + 1);

    ask(lookup(StartPolicy.at(NOON)), FIRST);

    assertThat(starts).containsExactly(Map.entry(FIRST, 55L));
    assertThat(consumer.asked).isEqualTo(Map.of(FIRST, NOON.toEpochMilli()));
  }

  @Test
  void findsTheEndWhereNothingIsAsYoungAsTheInstant() {
    ask(lookup(StartPolicy.at(NOON)), FIRST);

    assertThat(starts).containsExactly(Map.entry(FIRST, 110L));
  }

  @Test // trap 13
  void startsAPartitionThatAppearedLaterAtItsOldestRecord() {
    StartLookup lookup = lookup(StartPolicy.latest());
    ask(lookup, FIRST);

    topicHas(2);
    ask(lookup, SECOND);

    assertThat(starts).containsEntry(FIRST, 110L).containsEntry(SECOND, 20L);
  }

  @Test // trap 13
  void startsAPartitionOfATopicThatTheGroupKnowsAtItsOldestRecord() {
    topicHas(2);
    consumer.commitSync(Map.of(FIRST, new OffsetAndMetadata(60)));

    ask(lookup(StartPolicy.latest()), SECOND);

    assertThat(starts).containsExactly(Map.entry(SECOND, 20L));
  }

  @Test // trap 23
  void asksAgainWhatTheBrokerDidNotAnswer() {
    consumer.setOffsetsException(new TimeoutException("no leader"));
    StartLookup lookup = lookup(StartPolicy.earliest());
    ask(lookup, FIRST);
    assertThat(starts).isEmpty();

    consumer.setOffsetsException(null);
    lookup.answer();
    lookup.answer();

    assertThat(starts).containsExactly(Map.entry(FIRST, 10L));
  }

  @Test // trap 2
  void forgetsAPartitionThatHasLeft() {
    consumer.setOffsetsException(new TimeoutException("no leader"));
    StartLookup lookup = lookup(StartPolicy.earliest());
    AssignedPartition left = ask(lookup, FIRST);
    left.drop();

    consumer.setOffsetsException(null);
    lookup.answer();

    assertThat(starts).isEmpty();
  }

  private StartLookup lookup(StartPolicy policy) {
    return new StartLookup(consumer, policy, Duration.ofSeconds(1));
  }

  private AssignedPartition ask(StartLookup lookup, TopicPartition id) {
    AssignedPartition partition = partition(id);
    lookup.request(partition, offset -> starts.put(id, offset));
    lookup.answer();
    return partition;
  }

  private static AssignedPartition partition(TopicPartition id) {
    PartitionHandler handler = record -> Settlement.NOW;
    FailureHandling failures =
        new FailureHandling(
            FailureClassifier.defaults(),
            RetryPolicy.defaults(),
            Optional.empty(),
            "group",
            new FakeTime());
    Lane lane = new PartitionLane(handler, new RecordingEvents(), failures, Runnable::run);
    return new AssignedPartition(id, 1, Resumption.NONE, handler, lane);
  }

  private void topicHas(int count) {
    Node[] none = {};
    List<PartitionInfo> partitions =
        IntStream.range(0, count)
            .mapToObj(i -> new PartitionInfo(Logs.TOPIC, i, null, none, none))
            .toList();
    consumer.updatePartitions(Logs.TOPIC, partitions);
  }

  /** The mock answers no lookup by time. */
  private static final class TimedConsumer extends MockConsumer<byte[], byte[]> {

    private Map<TopicPartition, Long> asked = Map.of();
    private @Nullable OffsetAndTimestamp found;

    TimedConsumer() {
      super("earliest");
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> timestamps, Duration timeout) {
      asked = timestamps;
      Map<TopicPartition, OffsetAndTimestamp> answer = new HashMap<>();
      if (found != null) {
        timestamps.keySet().forEach(id -> answer.put(id, found));
      }
      return answer;
    }
  }
}
