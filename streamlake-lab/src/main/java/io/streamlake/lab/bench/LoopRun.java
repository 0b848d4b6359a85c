package io.streamlake.lab.bench;

import io.streamlake.core.loop.CloseReport;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.ConsumerLoopBuilder;
import io.streamlake.core.loop.LoopState;
import io.streamlake.core.loop.PartitionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Runs a loop, as a new group, from the topic's beginning to its end, and then ends it in order.
 */
final class LoopRun {

  private static final int THREADS = 2;
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration END_LIMIT = Duration.ofMinutes(2);

  private LoopRun() {}

  /**
   * Returns when everything is settled and committed.
   *
   * @param described a loop that has its handler
   * @throws IllegalStateException when something is left
   */
  static void overAll(Workload workload, ConsumerLoopBuilder described) {
    overAll(workload, described, THREADS);
  }

  /** As above, with so many workers. */
  static void overAll(Workload workload, ConsumerLoopBuilder described, int concurrency) {
    Map<String, Object> config = workload.consumerConfig();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, "benchmark-" + UUID.randomUUID());
    ConsumerLoop loop =
        described
            .consumerConfig(config)
            .topics(workload.topic())
            .concurrency(concurrency)
            .build()
            .start();
    while (loop.state() == LoopState.RUNNING && !isRead(loop, workload)) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    loop.shutdown(END_LIMIT);
    CloseReport report = loop.termination().toCompletableFuture().join();
    long committed =
        report.partitions().stream().mapToLong(one -> one.committed().orElse(0L)).sum();
    if (!report.isClean() || committed != workload.records()) {
      throw new IllegalStateException("The loop left something behind: " + report);
    }
  }

  private static boolean isRead(ConsumerLoop loop, Workload workload) {
    List<PartitionStatus> running =
        loop.status().toCompletableFuture().join().stream()
            .filter(PartitionStatus::isRunning)
            .toList();
    long read = running.stream().mapToLong(PartitionStatus::position).sum();
    long waiting = running.stream().mapToLong(PartitionStatus::bufferedBytes).sum();
    return read >= workload.records() && waiting == 0;
  }
}
