package io.streamlake.core.loop;

import io.streamlake.core.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets partitions come to rest: they take no further record, flush, and what they have accepted
 * becomes safe, as far as the time allows. Ends early when what is left cannot finish. Used by the
 * poll thread only.
 */
final class Drain {

  private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

  private final Inbox inbox;
  private final Timers timers;
  private final TimeSource time;
  private final Set<AssignedPartition> flushed = new HashSet<>();

  Drain(Inbox inbox, Timers timers, TimeSource time) {
    this.inbox = inbox;
    this.timers = timers;
    this.time = time;
  }

  void run(Collection<AssignedPartition> leaving, long deadlineNanos) {
    flushed.clear();
    Set<AssignedPartition> pending = new LinkedHashSet<>(leaving);
    pending.removeIf(partition -> partition.phase() != AssignedPartition.Phase.RUNNING);
    pending.forEach(
        partition -> partition.lane().stopAndFlush(() -> inbox.post(() -> flushed.add(partition))));
    for (long now = time.nanoTime(); now < deadlineNanos; now = time.nanoTime()) {
      inbox.runAll();
      pending.removeIf(partition -> isFinished(partition) || partition.isStuck());
      if (pending.isEmpty()) {
        return;
      }
      timers.runDue(now);
      Duration left = Duration.ofNanos(Math.min(deadlineNanos - now, LONGEST_WAIT.toNanos()));
      inbox.await(timers.untilNext(now, left));
    }
  }

  private boolean isFinished(AssignedPartition partition) {
    return !partition.isLive() || (flushed.contains(partition) && partition.isAtRest());
  }
}
