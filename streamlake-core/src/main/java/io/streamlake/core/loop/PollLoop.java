package io.streamlake.core.loop;

import io.streamlake.core.LoopEvent;
import io.streamlake.core.TimeSource;
import io.streamlake.core.decision.Backoff;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the poll thread does: the only code that touches the consumer and the trackers. It never
 * waits for handlers, retries, dead letters or uploads, except while partitions leave.
 */
final class PollLoop implements ConsumerRebalanceListener, PartitionLink.PartitionEvents {

  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
  private static final Duration IDLE_POLL = Duration.ofMillis(100);
  private static final Duration BUSY_POLL = Duration.ofMillis(5);
  private static final Duration RESTART_BACKOFF = Duration.ofMillis(500);
  private static final Duration MAX_RESTART_BACKOFF = Duration.ofSeconds(30);

  private final Consumer<byte[], byte[]> consumer;
  private final LoopSettings settings;
  private final TimeSource time;
  private final Inbox inbox;
  private final Timers timers = new Timers();
  private final Partitions partitions;
  private final Starter starter;
  private final Committer committer;
  private final Drain drain;
  private final Pauses pauses;
  private final Polling polling;
  private final UserPauses userPauses = new UserPauses();
  private final Vitals vitals;
  private final Set<TopicPartition> revoking = new HashSet<>();
  private @Nullable Throwable failure;
  private boolean isClosing;

  PollLoop(
      Consumer<byte[], byte[]> consumer,
      LoopSettings settings,
      Partitions partitions,
      Inbox inbox,
      TimeSource time) {
    this.consumer = consumer;
    this.settings = settings;
    this.partitions = partitions;
    this.inbox = inbox;
    this.time = time;
    this.pauses = new Pauses(consumer, partitions, settings.flowControl());
    this.committer = new Committer(consumer, partitions, settings, time, this::failed);
    this.vitals = new Vitals(consumer, settings.watching(), partitions, committer.watch(), time);
    this.polling =
        new Polling(consumer, partitions, settings.lostOffsetsPolicy(), vitals, this::failed);
    StartLookup lookup = Starter.lookup(consumer, settings);
    this.starter = new Starter(consumer, partitions, lookup, inbox, timers, time);
    this.drain = new Drain(inbox, timers, time, starter);
  }

  Vitals vitals() {
    return vitals;
  }

  UserPauses userPauses() {
    return userPauses;
  }

  void subscribe() {
    settings.subscription().apply(consumer, this);
  }

  /** One turn; throws what ends the loop. */
  void turn() throws Throwable {
    timers.runDue(time.nanoTime());
    inbox.runAll();
    starter.advance();
    deliver(polling.poll(pollTimeout()));
    inbox.runAll();
    requestReports();
    committer.commitIfDue();
    userPauses.apply(partitions.all());
    pauses.reconcile();
    vitals.turned();
    if (failure != null) {
      throw failure;
    }
  }

  private Duration pollTimeout() {
    boolean isBusy =
        starter.isBusy()
            || partitions.all().stream().anyMatch(AssignedPartition::isPausedForAMoment);
    return timers.untilNext(time.nanoTime(), isBusy ? BUSY_POLL : IDLE_POLL);
  }

  private void deliver(ConsumerRecords<byte[], byte[]> polled) {
    Set<TopicPartition> moved = new HashSet<>(polled.partitions());
    moved.addAll(polled.nextOffsets().keySet());
    for (TopicPartition id : moved) {
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(id);
      OffsetAndMetadata next = Objects.requireNonNull(polled.nextOffsets().get(id), "next offset");
      partitions
          .find(id)
          .filter(partition -> partition.phase() == AssignedPartition.Phase.RUNNING)
          .ifPresent(partition -> deliver(partition, records, next));
    }
  }

  /** A partition that is not running yet is sought to its start before it runs: nothing is lost. */
  private void deliver(
      AssignedPartition partition,
      List<ConsumerRecord<byte[], byte[]>> records,
      OffsetAndMetadata next) {
    long bytes = partition.deliver(records, next);
    if (!records.isEmpty()) {
      vitals.announcer().on(new LoopEvent.Delivered(partition.id(), records.size(), bytes));
    }
    if (records.isEmpty()) {
      committer.progressed(0);
    }
  }

  private void requestReports() {
    for (AssignedPartition partition : partitions.all()) {
      if (partition.lane().bufferedBytes() > 0) {
        partition.lane().requestReport();
      }
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> ids) {
    if (isClosing) {
      // nothing is begun any more, and nothing is fetched: without a position, poll would throw
      consumer.pause(ids);
      ids.forEach(id -> consumer.seek(id, 0));
      return;
    }
    LOG.info("assigned: {}", ids);
    for (TopicPartition id : ids) {
      partitions.find(id).ifPresent(partitions::end);
      begin(id, Resumption.NONE);
    }
    vitals.announcer().on(new LoopEvent.Assigned(Set.copyOf(ids)));
  }

  private AssignedPartition begin(TopicPartition id, Resumption resumption) {
    AssignedPartition begun = partitions.begin(id, resumption, this);
    consumer.pause(Set.of(id));
    // any position will do until the start is known: without one, poll throws for a paused
    // partition
    consumer.seek(id, 0);
    return begun;
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> ids) {
    if (isClosing) {
      commitAndEnd(ids);
      return;
    }
    LOG.info("revoked: {}", ids);
    revoking.addAll(ids);
    List<AssignedPartition> leaving = partitions.findAll(ids);
    long deadlineNanos = time.nanoTime() + settings.drainTimeout().toNanos();
    drain.ofLeaving(leaving, deadlineNanos);
    commit(leaving, deadlineNanos, null);
    partitions.findAll(ids).forEach(partitions::end);
    revoking.removeAll(ids);
    vitals.announcer().on(new LoopEvent.Revoked(Set.copyOf(ids), false));
  }

  /**
   * Only while a close polls for its last commit: all is at rest, and the close itself is silent.
   */
  private void commitAndEnd(Collection<TopicPartition> ids) {
    List<AssignedPartition> leaving = partitions.findAll(ids);
    committer.commitSync(leaving, time.nanoTime(), null);
    leaving.forEach(partitions::end);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> ids) {
    LOG.warn("lost, what is in flight will be read again by another member: {}", ids);
    partitions.findAll(ids).forEach(partitions::end);
    vitals.announcer().on(new LoopEvent.Revoked(Set.copyOf(ids), true));
  }

  /** Lets everything come to rest and commits it; the callbacks of a later close do nothing. */
  CloseReport close(long deadlineNanos) {
    isClosing = true;
    List<AssignedPartition> leaving = List.copyOf(partitions.all());
    try {
      drain.ofAll(leaving, deadlineNanos);
      commit(leaving, deadlineNanos, polling::pollNothing);
      return CloseReport.of(leaving, partitions);
    } finally {
      leaving.forEach(partitions::end);
    }
  }

  private void commit(
      List<AssignedPartition> leaving,
      long deadlineNanos,
      java.util.function.@Nullable Consumer<Duration> poll) {
    inbox.runAll();
    committer.commitSync(leaving, deadlineNanos, poll);
  }

  void flush() {
    for (AssignedPartition partition : partitions.all()) {
      if (partition.phase() == AssignedPartition.Phase.RUNNING) {
        partition.lane().flush();
      }
    }
  }

  List<PartitionStatus> status() {
    return partitions.all().stream()
        .map(partition -> PartitionStatus.of(partition, partitions.total(partition)))
        .toList();
  }

  @Override
  public void settled(AssignedPartition partition, long from, long to, int records, SettledAs as) {
    partition.settled(from, to, records);
    partition.enter(records, as);
    partitions.watches().settled(partition.epoch(), from, to);
    LoopEvent.Settled.Result result = LoopEvent.Settled.Result.valueOf(as.name());
    vitals.announcer().on(new LoopEvent.Settled(partition.id(), records, result));
    committer.progressed(records);
  }

  @Override
  public void retried(AssignedPartition partition, HandlerWatch.Retry retry) {
    vitals.announcer().on(new LoopEvent.Retried(partition.id(), retry.offset(), retry.attempt()));
  }

  @Override
  public void after(AssignedPartition partition, Duration delay, Runnable laneTask) {
    timers.after(delay, time.nanoTime(), () -> partition.lane().executor().execute(laneTask));
  }

  @Override
  public void stopped(AssignedPartition partition, OptionalLong firstNotTaken) {
    partition.stoppedAt(firstNotTaken.orElse(partition.tracker().position()));
  }

  @Override
  public void restart(AssignedPartition partition, String reason) {
    if (isClosing || revoking.contains(partition.id())) {
      LOG.warn("{}: leaves, and will be read again from its frontier: {}", partition, reason);
      partition.giveUp();
      return;
    }
    LOG.warn("{}: starts anew: {}", partition, reason);
    Resumption next = partition.next();
    partitions.end(partition);
    // at once, though it may have to wait: who asks for the status has to see that it is not done
    AssignedPartition begun = begin(partition.id(), next);
    vitals.announcer().on(new LoopEvent.Restarted(partition.id(), reason));
    if (next.restarts() == 1) {
      return;
    }
    begun.putOff();
    Duration delay = Backoff.after(RESTART_BACKOFF, MAX_RESTART_BACKOFF, next.restarts() - 1, 1);
    timers.after(delay, time.nanoTime(), () -> startNow(begun));
  }

  private static void startNow(AssignedPartition partition) {
    if (partition.isLive()) {
      partition.startNow();
    }
  }

  @Override
  public void policyStart(AssignedPartition partition, CompletableFuture<Long> answer) {
    starter.requestPolicyStart(partition, answer::complete);
  }

  @Override
  public void failed(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }
}
