package io.streamlake.lab.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts the bytes that all threads of this process allocate, those that end meanwhile included: it
 * looks every few milliseconds, for a thread takes its count with it. Virtual threads are not seen.
 * For use by one thread.
 */
final class AllocationMeter implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(10);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<Long, Long> before = new HashMap<>();
  private final Map<Long, Long> latest = new HashMap<>();
  private final Thread sampler = new Thread(this::run, "allocation-meter");
  private volatile boolean isStopped;

  private AllocationMeter() {}

  /** Begins to count. */
  static AllocationMeter start() {
    AllocationMeter meter = new AllocationMeter();
    meter.sample(meter.before);
    meter.sampler.setDaemon(true);
    meter.sampler.start();
    return meter;
  }

  private void run() {
    while (!isStopped) {
      sample(latest);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    sample(latest);
    latest.remove(sampler.getId());
  }

  private void sample(Map<Long, Long> counts) {
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    for (int i = 0; i < ids.length; i++) {
      if (bytes[i] >= 0) { // else it has ended
        counts.put(ids[i], bytes[i]);
      }
    }
  }

  /**
   * Stops counting.
   *
   * @return the bytes since the start
   */
  long stop() {
    close();
    long bytes = 0;
    for (Map.Entry<Long, Long> thread : latest.entrySet()) {
      bytes += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    return bytes;
  }

  @Override
  public void close() {
    isStopped = true;
    try {
      sampler.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
