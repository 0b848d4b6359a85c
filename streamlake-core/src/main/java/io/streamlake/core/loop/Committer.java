package io.streamlake.core.loop;

import io.streamlake.core.CommitPolicy;
import io.streamlake.core.StreamLakeException;
import io.streamlake.core.TimeSource;
import io.streamlake.core.decision.Backoff;
import io.streamlake.core.decision.CommitOutcome;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends commits, one at a time, always computed from the trackers at that moment. "Committed" moves
 * on the broker's answer only. Used by the poll thread only.
 */
final class Committer {

  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final Duration IDLE_INTERVAL = Duration.ofHours(1);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

  private final Consumer<byte[], byte[]> consumer;
  private final Partitions partitions;
  private final CommitPolicy policy;
  private final TimeSource time;
  private final java.util.function.Consumer<Throwable> onFatal;

  private long progress;
  private long sentAtNanos;
  private long notBeforeNanos;
  private int failuresInARow;
  private boolean mustSendAgain;
  private @Nullable Map<AssignedPartition, OffsetAndMetadata> inFlight;

  Committer(
      Consumer<byte[], byte[]> consumer,
      Partitions partitions,
      CommitPolicy policy,
      TimeSource time,
      java.util.function.Consumer<Throwable> onFatal) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.policy = policy;
    this.time = time;
    this.onFatal = onFatal;
    this.sentAtNanos = time.nanoTime();
    this.notBeforeNanos = sentAtNanos;
  }

  /** Notes that there may be more to commit. */
  void progressed(long records) {
    progress += Math.max(1, records);
  }

  void commitIfDue() {
    long now = time.nanoTime();
    if (inFlight != null || now < notBeforeNanos) {
      return;
    }
    Duration elapsed = Duration.ofNanos(now - sentAtNanos);
    boolean isDue = mustSendAgain || (progress > 0 && policy.shouldCommit(progress, elapsed));
    Map<AssignedPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
    for (AssignedPartition partition : partitions.all()) {
      if (isWanted(partition, isDue, now)) {
        offsets.put(partition, partition.frontier());
      }
    }
    if (isDue) {
      progress = 0;
      mustSendAgain = false;
      sentAtNanos = now;
    }
    send(offsets);
  }

  private boolean isWanted(AssignedPartition partition, boolean isDue, long now) {
    if (partition.phase() == AssignedPartition.Phase.RESOLVED) {
      return partition.isCommitWanted();
    }
    if (partition.phase() != AssignedPartition.Phase.RUNNING) {
      return false;
    }
    boolean isIdle = now - partition.committedAtNanos() >= IDLE_INTERVAL.toNanos();
    return isIdle || (isDue && partition.isCommitWanted());
  }

  private void send(Map<AssignedPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, OffsetAndMetadata> owned = owned(offsets);
    if (owned.isEmpty()) {
      return;
    }
    inFlight = offsets;
    consumer.commitAsync(owned, (answered, failure) -> answered(offsets, failure));
  }

  /** The broker does not check who owns a partition, so what has left is left out here. */
  private Map<TopicPartition, OffsetAndMetadata> owned(
      Map<AssignedPartition, OffsetAndMetadata> offsets) {
    Set<TopicPartition> assigned = consumer.assignment();
    Map<TopicPartition, OffsetAndMetadata> owned = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> {
          if (partition.isLive() && assigned.contains(partition.id())) {
            owned.put(partition.id(), offset);
          }
        });
    return owned;
  }

  private void answered(
      Map<AssignedPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
    if (inFlight == offsets) {
      inFlight = null;
    }
    if (failure == null) {
      succeeded(offsets);
      return;
    }
    failed(failure);
  }

  private void succeeded(Map<AssignedPartition, OffsetAndMetadata> offsets) {
    failuresInARow = 0;
    long now = time.nanoTime();
    offsets.forEach(
        (partition, offset) -> {
          if (partition.isLive()) {
            partition.committed(offset, now);
          }
        });
  }

  private void failed(Exception failure) {
    if (CommitOutcome.of(failure) == CommitOutcome.FATAL) {
      onFatal.accept(fatal(failure));
      return;
    }
    failuresInARow++;
    mustSendAgain = true; // whatever the policy says, and though nothing more may settle
    notBeforeNanos =
        time.nanoTime() + Backoff.after(FIRST_BACKOFF, MAX_BACKOFF, failuresInARow, 1).toNanos();
    if (failuresInARow == 1) {
      LOG.warn("a commit failed and will be computed and sent again: {}", failure.toString());
    }
  }

  /**
   * Commits what is settled of some partitions, and waits for the answer.
   *
   * @param leaving the partitions
   * @param deadlineNanos when to give up; at least one attempt is made
   */
  void commitSync(Collection<AssignedPartition> leaving, long deadlineNanos) {
    Map<AssignedPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
    for (AssignedPartition partition : leaving) {
      if (partition.isCommitWanted()) {
        offsets.put(partition, partition.frontier());
      }
    }
    Map<TopicPartition, OffsetAndMetadata> owned = owned(offsets);
    if (owned.isEmpty()) {
      return;
    }
    for (int attempts = 1; !trySync(offsets, owned, deadlineNanos); attempts++) {
      pause(Backoff.after(FIRST_BACKOFF, LONGEST_PAUSE, attempts, 1));
    }
  }

  /** The consumer may refuse at once, for instance during a rebalance: do not ask without end. */
  private void pause(Duration wait) {
    try {
      @Nullable Object unused = time.poll(new LinkedBlockingQueue<>(), wait);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private boolean trySync(
      Map<AssignedPartition, OffsetAndMetadata> offsets,
      Map<TopicPartition, OffsetAndMetadata> owned,
      long deadlineNanos) {
    long left = Math.max(deadlineNanos - time.nanoTime(), Duration.ofSeconds(1).toNanos());
    try {
      consumer.commitSync(owned, Duration.ofNanos(left));
      succeeded(offsets);
      return true;
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      if (CommitOutcome.of(e) == CommitOutcome.AGAIN && time.nanoTime() < deadlineNanos) {
        LOG.debug("a commit is sent again", e);
        return false;
      }
      LOG.warn(
          "the last commit of {} failed; what follows the committed offsets will be read again: {}",
          owned.keySet(),
          e.toString());
      return true;
    }
  }

  private static StreamLakeException fatal(Exception failure) {
    return new StreamLakeException(
        "the broker refuses this consumer's commits: "
            + failure.getMessage()
            + ". Check the group's permissions and that no other member has its group.instance.id",
        failure);
  }
}
