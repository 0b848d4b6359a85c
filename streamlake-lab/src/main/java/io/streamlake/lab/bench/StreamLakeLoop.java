package io.streamlake.lab.bench;

import io.streamlake.core.loop.ConsumerLoop;
import java.util.concurrent.atomic.LongAdder;

/** StreamLake's loop with a handler that does nothing: what the guarantees of the loop cost. */
final class StreamLakeLoop implements Subject {

  @Override
  public String name() {
    return "streamlake-loop";
  }

  @Override
  public long readAll(Workload workload) {
    LongAdder records = new LongAdder();
    LoopRun.overAll(workload, ConsumerLoop.builder().handler(record -> records.increment()));
    return records.sum();
  }
}
