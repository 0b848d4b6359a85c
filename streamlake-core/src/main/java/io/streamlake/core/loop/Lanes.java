package io.streamlake.core.loop;

import io.streamlake.core.PartitionHandler;
import java.util.concurrent.Executor;

/** Opens the lanes of a loop. Used by the poll thread only. */
@FunctionalInterface
interface Lanes {

  /** Opens the lane of one epoch of one partition. */
  Lane open(PartitionHandler handler, LaneEvents events);

  /** Lanes that hand over a partition's records one at a time, in the order of their offsets. */
  static Lanes byPartition(FailureHandling failures, Executor workers) {
    return (handler, events) -> new PartitionLane(handler, events, failures, workers);
  }

  /** Lanes that hand over many records at once, in the order of their offsets. */
  static Lanes byBatch(BatchTaker taker, FailureHandling failures, Executor workers) {
    return (handler, events) -> new BatchLane(taker.watchedBy(handler), events, failures, workers);
  }

  /** Lanes that hand over records with different lane keys at the same time. */
  static Lanes byKey(FailureHandling failures, KeyedLaneSettings settings) {
    return (handler, events) -> new KeyedLane(handler, events, failures, settings);
  }
}
