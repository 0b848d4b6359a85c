package io.streamlake.testkit.simulation;

import io.streamlake.core.Assignment;
import io.streamlake.core.BatchHandler;
import io.streamlake.core.Ordering;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.loop.ConsumerLoopBuilder;
import io.streamlake.testkit.guarantee.Epoch;
import io.streamlake.testkit.guarantee.Handling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The handlers of one process, with faults around them, whatever their shape. */
final class FaultyWork {

  private static final int LARGEST_BATCH = 5;

  private final World world;
  private final Faults faults;
  private final Ordering ordering;
  private final Parts parts;
  private final BiFunction<TopicPartition, Long, Testimony> testimonies;
  private final Map<String, Assignment> assignments = new TreeMap<>();
  private final Map<ConsumerRecord<byte[], byte[]>, Testimony> failed = new HashMap<>();
  private final Map<Epoch, FaultyHandler> handlers = new HashMap<>();

  FaultyWork(
      World world,
      Faults faults,
      Ordering ordering,
      Parts parts,
      BiFunction<TopicPartition, Long, Testimony> testimonies) {
    this.world = world;
    this.faults = faults;
    this.ordering = ordering;
    this.parts = parts;
    this.testimonies = testimonies;
  }

  void giveTo(ConsumerLoopBuilder builder) {
    if (parts.batches().isPresent()) {
      giveBatchesTo(builder, parts.batches().get().get());
      return;
    }
    PartitionHandler.Factory made = parts.handlers().get();
    if (ordering == Ordering.PARTITION) {
      builder.partitionHandlers(assignment -> faulty(made.assigned(assignment), assignment));
      return;
    }
    ToldEpochs epochs = new ToldEpochs(testimonies);
    builder
        .ordering(ordering)
        .observer(epochs)
        .deferredHandler(record -> faulty(made, epochs.of(partitionOf(record))).accept(record));
  }

  private void giveBatchesTo(ConsumerLoopBuilder builder, BatchHandler handler) {
    ToldEpochs epochs = new ToldEpochs(testimonies);
    builder
        .observer(epochs)
        .batchHandler(
            world.dice().between(1, LARGEST_BATCH),
            new FaultyBatchHandler(handler, faults, epochs, failed));
  }

  private PartitionHandler faulty(PartitionHandler handler, Assignment assignment) {
    assignments.put(assignment.partition().toString(), assignment);
    Testimony own = testimonies.apply(assignment.partition(), assignment.epoch());
    own.tell(Handling.Kind.ASSIGNED);
    return new FaultyHandler(handler, faults, own, failed);
  }

  private FaultyHandler faulty(PartitionHandler.Factory made, Testimony own) {
    return handlers.computeIfAbsent(
        own.epoch(),
        epoch -> new FaultyHandler(made.assigned(new NoAssignment(own)), faults, own, failed));
  }

  private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> record) {
    return new TopicPartition(record.topic(), record.partition());
  }

  /** The last assignment of each partition that it ever had, where handlers know of them. */
  List<Assignment> assignments() {
    return List.copyOf(assignments.values());
  }

  /** Whose handler has not accepted a record. */
  Testimony lastFailed(ConsumerRecord<byte[], byte[]> record) {
    Testimony found = failed.get(record);
    if (found == null) {
      throw new IllegalStateException("a dead letter of a record that never failed: " + record);
    }
    return found;
  }
}
