package io.streamlake.core.loop;

import io.streamlake.core.CommitMode;
import io.streamlake.core.CommitPolicy;
import io.streamlake.core.StreamLakeException;
import io.streamlake.core.TimeSource;
import io.streamlake.core.decision.Backoff;
import io.streamlake.core.decision.CommitOutcome;
import java.time.Duration;
import java.util.Collection;
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
  private static final Duration SYNC_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_STALE_ATTEMPTS = 3;

  private final Consumer<byte[], byte[]> consumer;
  private final Partitions partitions;
  private final CommitPolicy policy;
  private final CommitMode mode;
  private final TimeSource time;
  private final java.util.function.Consumer<Throwable> onFatal;
  private final CommitWatch watch;
  private long progress;
  private long sentAtNanos;
  private long notBeforeNanos;
  private int failuresInARow;
  private boolean mustSendAgain;
  private @Nullable Map<AssignedPartition, OffsetAndMetadata> inFlight;

  Committer(
      Consumer<byte[], byte[]> consumer,
      Partitions partitions,
      LoopSettings settings,
      TimeSource time,
      java.util.function.Consumer<Throwable> onFatal) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.policy = settings.commitPolicy();
    this.mode = settings.commitMode();
    this.time = time;
    this.onFatal = onFatal;
    this.watch = new CommitWatch(time);
    this.sentAtNanos = time.nanoTime();
    this.notBeforeNanos = sentAtNanos;
  }

  CommitWatch watch() {
    return watch;
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
    if (isDue) {
      progress = 0;
      mustSendAgain = false;
      sentAtNanos = now;
    }
    Map<AssignedPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
    for (AssignedPartition partition : partitions.all()) {
      if (isWanted(partition, isDue, now)) {
        putFrontier(partition, offsets);
      }
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
    return isIdle || (isDue && (partition.isCommitWanted() || partition.isMetadataStale()));
  }

  private void send(Map<AssignedPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, OffsetAndMetadata> owned = owned(offsets);
    if (owned.isEmpty()) {
      return;
    }
    inFlight = offsets;
    watch.sent();
    if (mode == CommitMode.SYNC) {
      answered(offsets, sentSync(owned));
      return;
    }
    consumer.commitAsync(owned, (answered, failure) -> answered(offsets, failure));
  }

  /** One bounded attempt; the next one is made in a later turn, after a poll. */
  private @Nullable Exception sentSync(Map<TopicPartition, OffsetAndMetadata> owned) {
    try {
      consumer.commitSync(owned, SYNC_TIMEOUT);
      return null;
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      return e;
    }
  }

  /** A handler that cannot say its metadata holds its own partition, and not the others' commit. */
  private void putFrontier(
      AssignedPartition partition, Map<AssignedPartition, OffsetAndMetadata> offsets) {
    OffsetAndMetadata frontier;
    try {
      frontier = partition.frontier();
    } catch (RuntimeException e) {
      again();
      if (!partition.hasRefusedMetadata()) {
        LOG.error(
            "{}: held, nothing of it is committed: commitMetadata failed; fix the handler",
            partition,
            e);
      }
      partition.refusedMetadata(true);
      return;
    }
    partition.refusedMetadata(false);
    offsets.put(partition, frontier);
  }

  /** Whatever the policy says, and though nothing more may settle. */
  private void again() {
    mustSendAgain = true;
    Duration wait = Backoff.after(FIRST_BACKOFF, MAX_BACKOFF, Math.max(1, failuresInARow), 1);
    notBeforeNanos = time.nanoTime() + wait.toNanos();
  }

  /** The broker does not check who owns a partition, so what has left is left out here. */
  private Map<TopicPartition, OffsetAndMetadata> owned(
      Map<AssignedPartition, OffsetAndMetadata> offsets) {
    Set<TopicPartition> assigned = consumer.assignment();
    Map<TopicPartition, OffsetAndMetadata> owned = new LinkedHashMap<>();
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
    watch.answered(offsets, failure);
    if (failure == null) {
      succeeded(offsets);
      return;
    }
    failed(failure);
  }

  private void succeeded(Map<AssignedPartition, OffsetAndMetadata> offsets) {
    failuresInARow = 0;
    offsets.forEach(
        (partition, offset) -> {
          if (partition.isLive()) {
            partition.committed(offset, time.nanoTime());
          }
        });
  }

  private void failed(Exception failure) {
    CommitOutcome outcome = CommitOutcome.of(failure);
    if (!outcome.isPassing()) {
      onFatal.accept(fatal(failure));
      return;
    }
    if (failuresInARow == 0) {
      LOG.warn("a commit failed and will be computed and sent again: {}", failure.toString());
    }
    // a rebalance is over soon, and what has settled meanwhile must not wait any longer
    failuresInARow = outcome == CommitOutcome.AGAIN_AFTER_POLL ? 1 : failuresInARow + 1;
    again();
  }

  /**
   * Commits what is settled of partitions that leave, and waits for the answer.
   *
   * @param leaving the partitions
   * @param deadlineNanos when to give up; at least one attempt is made
   * @param poll goes on with a rebalance while waiting for the next attempt; null where nobody may
   *     poll
   */
  void commitSync(
      Collection<AssignedPartition> leaving,
      long deadlineNanos,
      java.util.function.@Nullable Consumer<Duration> poll) {
    for (int attempts = 1; !trySync(leaving, attempts, deadlineNanos, poll != null); attempts++) {
      Duration wait = Backoff.after(FIRST_BACKOFF, LONGEST_PAUSE, attempts, 1);
      if (poll == null) {
        pause(wait);
      } else {
        poll.accept(wait);
      }
    }
  }

  /** The consumer may refuse at once: do not ask without end. */
  private void pause(Duration wait) {
    try {
      @Nullable Object unused = time.poll(new LinkedBlockingQueue<>(), wait);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** One attempt, computed anew: what has left meanwhile is left out. Tells whether it was last. */
  private boolean trySync(
      Collection<AssignedPartition> leaving, int attempts, long deadlineNanos, boolean canPoll) {
    Map<AssignedPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
    for (AssignedPartition partition : leaving) {
      if (partition.isCommitWanted() || partition.isMetadataStale()) {
        putFrontier(partition, offsets);
      }
    }
    Map<TopicPartition, OffsetAndMetadata> owned = owned(offsets);
    if (owned.isEmpty()) {
      return true;
    }
    long left = Math.max(deadlineNanos - time.nanoTime(), Duration.ofSeconds(1).toNanos());
    watch.sent();
    try {
      consumer.commitSync(owned, Duration.ofNanos(left));
      watch.answered(offsets, null);
      succeeded(offsets);
      return true;
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      watch.answered(offsets, e);
      boolean isWorthAnother = isWorthAnother(CommitOutcome.of(e), attempts, canPoll);
      if (isWorthAnother && time.nanoTime() < deadlineNanos) {
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

  private static boolean isWorthAnother(CommitOutcome outcome, int attempts, boolean canPoll) {
    return switch (outcome) {
      case AGAIN -> true;
      case AGAIN_AFTER_POLL -> canPoll;
      // the next epoch may be known by then; who was thrown out does not learn of one
      case STALE -> attempts < MAX_STALE_ATTEMPTS;
      case FATAL -> false;
    };
  }

  private static StreamLakeException fatal(Exception failure) {
    return new StreamLakeException(
        "the broker refuses this consumer's commits: "
            + failure.getMessage()
            + ". Check the group's permissions, that no other member has its group.instance.id, and"
            + " that commit metadata is shorter than the broker's offset.metadata.max.bytes",
        failure);
  }
}
