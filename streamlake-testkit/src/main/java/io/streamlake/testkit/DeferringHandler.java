package io.streamlake.testkit;

import io.streamlake.core.DeferredHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Accepts every record and promises its safety with a stage that the test completes. Safe for use
 * from any thread.
 */
public final class DeferringHandler implements DeferredHandler {

  private final Map<Offset, List<CompletableFuture<Void>>> deliveries = new LinkedHashMap<>();
  private final List<Offset> accepted = new ArrayList<>();

  /** Creates a handler that has accepted nothing. */
  public DeferringHandler() {}

  @Override
  public synchronized CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
    Offset place = Offset.of(record);
    CompletableFuture<Void> stage = new CompletableFuture<>();
    accepted.add(place);
    deliveries.computeIfAbsent(place, key -> new ArrayList<>()).add(stage);
    return stage;
  }

  /**
   * What was accepted of a partition.
   *
   * @param partition where
   * @return offsets in the order in which they were accepted, again where they came again
   */
  public synchronized List<Long> accepted(TopicPartition partition) {
    return accepted.stream()
        .filter(place -> place.partition().equals(partition))
        .map(Offset::offset)
        .toList();
  }

  /**
   * The stages of a record, one for each time it was delivered; an early one belongs to an
   * assignment that may be over.
   *
   * @param partition the record's partition
   * @param offset its offset
   * @return the stages, oldest first
   */
  public synchronized List<CompletableFuture<Void>> deliveries(
      TopicPartition partition, long offset) {
    return List.copyOf(deliveries.getOrDefault(new Offset(partition, offset), List.of()));
  }

  /**
   * Makes a record safe, as delivered last.
   *
   * @param partition the record's partition
   * @param offset its offset
   */
  public void complete(TopicPartition partition, long offset) {
    last(partition, offset).complete(null);
  }

  /**
   * Makes every record of a partition safe that was accepted so far.
   *
   * @param partition where
   */
  public void completeAll(TopicPartition partition) {
    accepted(partition).forEach(offset -> complete(partition, offset));
  }

  /**
   * Says that a record, as delivered last, did not become safe.
   *
   * @param partition the record's partition
   * @param offset its offset
   * @param failure why
   */
  public void fail(TopicPartition partition, long offset, Throwable failure) {
    last(partition, offset).completeExceptionally(failure);
  }

  private CompletableFuture<Void> last(TopicPartition partition, long offset) {
    List<CompletableFuture<Void>> stages = deliveries(partition, offset);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException(partition + "@" + offset + ": was never accepted");
    }
    return stages.get(stages.size() - 1);
  }
}
