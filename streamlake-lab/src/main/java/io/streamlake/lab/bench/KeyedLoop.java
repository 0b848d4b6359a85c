package io.streamlake.lab.bench;

import io.streamlake.core.Handler;
import io.streamlake.core.Ordering;
import io.streamlake.core.loop.ConsumerLoop;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * StreamLake's loop in the order of keys, with a handler that blocks: how much is left of what its
 * threads could do at best when each record is handed to one of them. Says so in the log, for the
 * middle half of the run.
 */
final class KeyedLoop implements Subject {

  private static final Logger LOG = LoggerFactory.getLogger(KeyedLoop.class);
  private static final int CONCURRENCY = 256;
  private static final Duration CALL = Duration.ofMillis(5);

  @Override
  public String name() {
    return "streamlake-key-5ms-256";
  }

  @Override
  public long readAll(Workload workload) {
    Progress progress = new Progress(workload.records());
    Handler blocking =
        record -> {
          LockSupport.parkNanos(CALL.toNanos());
          progress.handled();
        };
    LoopRun.overAll(
        workload, ConsumerLoop.builder().handler(blocking).ordering(Ordering.KEY), CONCURRENCY);
    double best = CONCURRENCY * 1e9 / CALL.toNanos();
    double speed = progress.speedInTheMiddle();
    LOG.info(
        String.format(
            Locale.ROOT, "  %s: %,.0f records/s, %.0f %%", name(), speed, 100 * speed / best));
    return progress.handled.get();
  }

  /** Takes the time at a quarter and at three quarters of a run. */
  private static final class Progress {

    private final long quarter;
    private final AtomicLong handled = new AtomicLong();
    private volatile long first;
    private volatile long second;

    Progress(long records) {
      this.quarter = Math.max(1, records / 4);
    }

    void handled() {
      long count = handled.incrementAndGet();
      if (count == quarter) {
        first = System.nanoTime();
      } else if (count == 3 * quarter) {
        second = System.nanoTime();
      }
    }

    double speedInTheMiddle() {
      return 2 * quarter * 1e9 / (second - first);
    }
  }
}
