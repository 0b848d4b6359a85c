package io.streamlake.testkit.simulation;

import io.streamlake.core.BatchHandler;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.loop.ConsumerLoopBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What every process is made of.
 *
 * @param handlers makes the handlers of a process
 * @param batches makes the batch handler of a process instead; empty where records come one by one
 * @param sinks makes the dead-letter sink of a process; empty where there is none
 * @param settings change how loops are built
 */
record Parts(
    Supplier<PartitionHandler.Factory> handlers,
    Optional<Supplier<BatchHandler>> batches,
    Optional<Supplier<DeadLetterSink>> sinks,
    List<Consumer<ConsumerLoopBuilder>> settings) {

  Parts {
    settings = List.copyOf(settings);
  }
}
