package io.streamlake.core.loop;

import io.streamlake.core.TimeSource;
import io.streamlake.core.decision.PauseReason;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets partitions come to rest: they take no further record, flush, and what they have accepted
 * becomes safe, as far as the time allows. Ends early when what is left cannot finish. Used by the
 * poll thread only.
 */
final class Drain {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
  private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

  private final Inbox inbox;
  private final Timers timers;
  private final TimeSource time;
  private final Starter starter;
  private final Set<AssignedPartition> pending = new LinkedHashSet<>();
  private final Set<AssignedPartition> flushed = new HashSet<>();

  Drain(Inbox inbox, Timers timers, TimeSource time, Starter starter) {
    this.inbox = inbox;
    this.timers = timers;
    this.time = time;
    this.starter = starter;
  }

  /** For partitions that go to another member, which finds out itself where they start. */
  void ofLeaving(Collection<AssignedPartition> leaving, long deadlineNanos) {
    begin(leaving);
    run(deadlineNanos, () -> {});
  }

  /**
   * For the end of the loop. What was accepted before a partition started anew is accounted for
   * once it is known where that is, so that is found out, at once.
   */
  void ofAll(Collection<AssignedPartition> all, long deadlineNanos) {
    begin(all);
    for (AssignedPartition partition : all) {
      if (partition.isStartingAnew()) {
        pending.add(partition);
        partition.startNow();
      }
    }
    run(deadlineNanos, this::findStarts);
  }

  private void begin(Collection<AssignedPartition> leaving) {
    flushed.clear();
    pending.clear();
    for (AssignedPartition partition : leaving) {
      if (partition.phase() == AssignedPartition.Phase.RUNNING) {
        pending.add(partition);
        partition.lane().stopAndFlush(failure -> inbox.post(() -> hasFlushed(partition, failure)));
      }
    }
  }

  private void hasFlushed(AssignedPartition partition, Optional<Throwable> failure) {
    flushed.add(partition);
    failure.ifPresent(
        why -> {
          LOG.warn(
              "{}: leaves, and will be read again from its frontier: {}",
              partition,
              why.toString());
          partition.giveUp();
        });
  }

  private void run(long deadlineNanos, Runnable eachTurn) {
    for (long now = time.nanoTime(); now < deadlineNanos; now = time.nanoTime()) {
      inbox.runAll();
      pending.removeIf(partition -> isFinished(partition) || cannotFinish(partition));
      if (pending.isEmpty()) {
        return;
      }
      eachTurn.run();
      timers.runDue(now);
      Duration left = Duration.ofNanos(Math.min(deadlineNanos - now, LONGEST_WAIT.toNanos()));
      inbox.await(timers.untilNext(now, left));
    }
  }

  /** A broker that refuses to tell must not keep the other partitions from being committed. */
  private void findStarts() {
    if (pending.stream().noneMatch(AssignedPartition::isStartingAnew)) {
      return;
    }
    try {
      starter.resolve();
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warn("it cannot be found out where partitions start anew", e);
      pending.removeIf(AssignedPartition::isStartingAnew);
    }
  }

  private boolean isFinished(AssignedPartition partition) {
    if (!partition.isLive()) {
      return true;
    }
    return partition.phase() == AssignedPartition.Phase.RUNNING
        ? flushed.contains(partition) && partition.isAtRest()
        : !partition.isStartingAnew();
  }

  /**
   * What holds a partition lies behind what was accepted, and does not keep that from becoming
   * safe: the lane has stopped in front of it. A dead letter that is held was taken, so it would be
   * waited for; what was accepted before it has its chance until the handler has flushed.
   */
  private boolean cannotFinish(AssignedPartition partition) {
    PauseReason held = PauseReason.DEAD_LETTER_HELD;
    boolean isBlocked = partition.reasons().contains(held) && partition.lane().isPausedBy(held);
    return partition.hasGivenUp() || (isBlocked && flushed.contains(partition));
  }
}
