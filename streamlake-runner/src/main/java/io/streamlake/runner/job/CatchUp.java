package io.streamlake.runner.job;

import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.LoopState;
import io.streamlake.core.loop.PartitionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until everything up to some offsets is landed, on the partitions that this process has;
 * once everything is read, segments are closed before their time. Closing the loop commits it.
 */
final class CatchUp {

  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
  private static final long LOOK_MILLIS = 100;
  private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(5);
  private static final Duration LONGEST_WITHOUT_PARTITIONS = Duration.ofSeconds(60);

  private final ConsumerLoop loop;
  private final Map<TopicPartition, Long> ends;
  private long flushedAtNanos = System.nanoTime() - FLUSH_INTERVAL.toNanos();
  private long hadPartitionsAtNanos = System.nanoTime();

  CatchUp(ConsumerLoop loop, Map<TopicPartition, Long> ends) {
    this.loop = loop;
    this.ends = Map.copyOf(ends);
  }

  /** Blocks until it is so, or the loop has ended. */
  void await() throws InterruptedException {
    if (ends.isEmpty()) {
      return; // no topic, and so nothing to wait for
    }
    while (loop.state() == LoopState.RUNNING) {
      List<PartitionStatus> partitions = loop.status().toCompletableFuture().join();
      if (isDone(partitions)) {
        return;
      }
      if (!partitions.isEmpty() && partitions.stream().allMatch(this::isRead)) {
        flush();
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private boolean isDone(List<PartitionStatus> partitions) {
    if (!partitions.isEmpty()) {
      hadPartitionsAtNanos = System.nanoTime();
      return partitions.stream().allMatch(this::isLanded);
    }
    Duration without = Duration.ofNanos(System.nanoTime() - hadPartitionsAtNanos);
    if (without.compareTo(LONGEST_WITHOUT_PARTITIONS) < 0) {
      return false;
    }
    LOG.warn(
        "no partition was assigned for {} s: other members of the group seem to have them all",
        without.toSeconds());
    return true;
  }

  private void flush() {
    long now = System.nanoTime();
    if (now - flushedAtNanos >= FLUSH_INTERVAL.toNanos()) {
      flushedAtNanos = now;
      loop.flush();
    }
  }

  private boolean isRead(PartitionStatus partition) {
    return partition.isRunning()
        && partition.bufferedBytes() == 0
        && partition.position() >= end(partition);
  }

  private boolean isLanded(PartitionStatus partition) {
    return partition.isRunning() && partition.frontier() >= end(partition);
  }

  /** A partition that has appeared since has nothing to catch up with. */
  private long end(PartitionStatus partition) {
    return ends.getOrDefault(partition.id(), 0L);
  }
}
