package io.streamlake.core.loop;

import io.streamlake.core.LoopEvent;
import io.streamlake.core.LoopObserver;
import io.streamlake.core.TimeSource;
import io.streamlake.core.decision.LoopHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be seen of the poll thread while it is busy, blocked or dead: it publishes, and others
 * read without waiting for it.
 */
final class Vitals {

  private static final Logger LOG = LoggerFactory.getLogger(Vitals.class);
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
  private static final Duration TOLERANCE = Duration.ofSeconds(10);

  private final Watching watching;
  private final TimeSource time;
  private final Announcer announcer;
  private final HandlerWatches watches;
  private final Samples samples;
  private final HeldPartitions held;
  private final CommitWatch commits;

  private volatile long turnedAtNanos;
  private volatile @Nullable Thread thread;
  private volatile List<String> troubles = List.of();

  private long lookedAtNanos;
  private long pollsFailingSinceNanos;
  private @Nullable Exception pollFailure;

  Vitals(
      Consumer<byte[], byte[]> consumer,
      Watching watching,
      Partitions partitions,
      CommitWatch commits,
      TimeSource time) {
    this.watching = watching;
    this.time = time;
    this.announcer = new Announcer(watching.observer());
    this.watches = partitions.watches();
    this.samples = new Samples(consumer, partitions, announcer);
    this.held = new HeldPartitions(partitions, announcer);
    this.commits = commits;
    commits.announceTo(announcer);
    this.turnedAtNanos = time.nanoTime();
    this.lookedAtNanos = turnedAtNanos - LOOK_INTERVAL.toNanos();
  }

  /** Where to tell what happens; on the poll thread. */
  LoopObserver announcer() {
    return announcer;
  }

  void polled() {
    pollFailure = null;
  }

  void pollFailed(Exception failure) {
    if (pollFailure == null) {
      pollsFailingSinceNanos = time.nanoTime();
    }
    pollFailure = failure;
  }

  /** Notes that the poll thread has come round, and looks about; on the poll thread. */
  void turned() {
    long now = time.nanoTime();
    turnedAtNanos = now;
    if (thread != Thread.currentThread()) {
      thread = Thread.currentThread();
    }
    if (now - lookedAtNanos < LOOK_INTERVAL.toNanos()) {
      return;
    }
    lookedAtNanos = now;
    tellStuck(now);
    troubles = look(now);
    samples.takeIfDue(now);
  }

  private void tellStuck(long now) {
    for (StuckRecord stuck : watches.newlyStuck(now, watching.stuckAfter())) {
      StringBuilder stack = new StringBuilder();
      stuck.stack().forEach(frame -> stack.append("\n\tat ").append(frame));
      LOG.warn("{}{}", stuck, stack);
      announcer.on(new LoopEvent.Stuck(stuck.partition(), stuck.offset(), stuck.age()));
    }
  }

  private List<String> look(long now) {
    List<String> found = new ArrayList<>(held.look(now));
    commits.trouble(TOLERANCE).ifPresent(found::add);
    pollTrouble(now).ifPresent(found::add);
    return List.copyOf(found);
  }

  private Optional<String> pollTrouble(long now) {
    Duration failing = Duration.ofNanos(now - pollsFailingSinceNanos);
    if (pollFailure == null || failing.compareTo(TOLERANCE) < 0) {
      return Optional.empty();
    }
    return Optional.of("polls have been failing for " + failing + ": " + pollFailure);
  }

  /** The records in a handler for so long; from any thread. */
  List<StuckRecord> stuck(Duration olderThan) {
    return watches.stuck(time.nanoTime(), olderThan);
  }

  /** How a loop is that should be consuming; from any thread. */
  LoopHealth health() {
    Thread polling = thread;
    if (polling != null && !polling.isAlive()) {
      return LoopHealth.dead("the poll thread " + polling.getName() + " has died");
    }
    List<String> found = new ArrayList<>(troubles);
    stuck(watching.stuckAfter()).forEach(stuck -> found.add(stuck.toString()));
    Duration sinceTurn = Duration.ofNanos(Math.max(0, time.nanoTime() - turnedAtNanos));
    boolean isLate = sinceTurn.multipliedBy(2).compareTo(watching.maxPollInterval()) >= 0;
    String where = isLate ? where(polling) : "";
    return LoopHealth.running(sinceTurn, watching.maxPollInterval(), where, found);
  }

  private static String where(@Nullable Thread polling) {
    StackTraceElement[] stack =
        polling == null ? new StackTraceElement[0] : polling.getStackTrace();
    return stack.length == 0 ? "an unknown place" : stack[0].toString();
  }
}
