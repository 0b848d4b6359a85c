package io.streamlake.lab.bench;

import io.streamlake.core.Handler;
import io.streamlake.core.Ordering;
import io.streamlake.core.loop.ConsumerLoop;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * StreamLake's loop in the order of keys, with a handler that blocks: how much of what its threads
 * could do at best is left when each record is handed to one of them.
 */
final class KeyedLoop implements Subject {

  private static final int CONCURRENCY = 256;
  private static final Duration CALL = Duration.ofMillis(5);

  @Override
  public String name() {
    return "key-5ms-256";
  }

  @Override
  public long readAll(Workload workload) {
    Middle middle = new Middle(workload.records());
    Handler blocking =
        record -> {
          LockSupport.parkNanos(CALL.toNanos());
          middle.handled();
        };
    LoopRun.overAll(
        workload, ConsumerLoop.builder().handler(blocking).ordering(Ordering.KEY), CONCURRENCY);
    return middle.records();
  }

  @Override
  public String remark() {
    return "";
  }

  /** Measures from a quarter of a run to three quarters of it: without start and end. */
  private static final class Middle {

    private final LongAdder records = new LongAdder();
  }
}
