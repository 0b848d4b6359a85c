package io.streamlake.testkit.loop;

import io.streamlake.core.Assignment;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Settlement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Handlers with a life cycle, which start where the test says and write down what they are told.
 */
final class JumpingHandlers implements PartitionHandler.Factory {

  private final Map<TopicPartition, List<Long>> accepted = new HashMap<>();
  private final Map<TopicPartition, List<String>> diaries = new HashMap<>();
  private final Map<TopicPartition, Assignment> assignments = new HashMap<>();
  private final Map<TopicPartition, CompletionStage<OptionalLong>> starts = new HashMap<>();
  private final Map<TopicPartition, Integer> failingStarts = new HashMap<>();
  private CompletionStage<?> answer = Settlement.NOW;

  void startAt(TopicPartition partition, OptionalLong start) {
    startWith(partition, CompletableFuture.completedFuture(start));
  }

  void startWith(TopicPartition partition, CompletionStage<OptionalLong> start) {
    starts.put(partition, start);
  }

  void failStarts(TopicPartition partition, int times) {
    failingStarts.put(partition, times);
  }

  void answerWith(CompletionStage<?> stage) {
    answer = stage;
  }

  Assignment assignment(TopicPartition partition) {
    return Objects.requireNonNull(assignments.get(partition));
  }

  List<Long> accepted(TopicPartition partition) {
    return accepted.getOrDefault(partition, List.of());
  }

  List<String> diary(TopicPartition partition) {
    return diaries.getOrDefault(partition, List.of());
  }

  @Override
  public PartitionHandler assigned(Assignment assignment) {
    assignments.put(assignment.partition(), assignment);
    write(assignment.partition(), "assigned");
    return new Jumping(assignment.partition());
  }

  private void write(TopicPartition partition, String entry) {
    diaries.computeIfAbsent(partition, key -> new ArrayList<>()).add(entry);
  }

  private final class Jumping implements PartitionHandler {

    private final TopicPartition partition;

    private Jumping(TopicPartition partition) {
      this.partition = partition;
    }

    @Override
    public CompletionStage<OptionalLong> start(Optional<OffsetAndMetadata> committed) {
      int failures = failingStarts.merge(partition, -1, Integer::sum);
      if (failures >= 0) {
        return CompletableFuture.failedFuture(new IllegalStateException("the ledger is away"));
      }
      return starts.getOrDefault(
          partition, CompletableFuture.completedFuture(OptionalLong.empty()));
    }

    @Override
    public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
      accepted.computeIfAbsent(partition, key -> new ArrayList<>()).add(record.offset());
      return answer;
    }

    @Override
    public void dropped() {
      write(partition, "dropped");
    }
  }
}
