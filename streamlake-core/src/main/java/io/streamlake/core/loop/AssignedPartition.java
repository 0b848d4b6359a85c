package io.streamlake.core.loop;

import io.streamlake.core.PartitionHandler;
import io.streamlake.core.decision.FlowControl;
import io.streamlake.core.decision.OffsetTracker;
import io.streamlake.core.decision.PauseReason;
import io.streamlake.core.decision.RecordLedger;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One epoch of one partition: from its assignment, or its restart, until it leaves. Used by the
 * poll thread only. A message of an epoch that is over finds its partition dead and is dropped.
 */
final class AssignedPartition {

  private final TopicPartition id;
  private final long epoch;
  private final Resumption resumption;
  private final PartitionHandler handler;
  private final Lane lane;
  private final Set<PauseReason> reasons = EnumSet.of(PauseReason.STARTING);
  private RecordLedger ledger = RecordLedger.EMPTY;
  private OffsetTracker tracker = new OffsetTracker(0);
  private Phase phase = Phase.NEW;
  private @Nullable OffsetAndMetadata committed;
  private long committedAtNanos;
  private boolean isLive = true;
  private boolean hasProgressed;
  private boolean hasGivenUp;
  private boolean hasRefusedMetadata;
  private long stoppedAt = Long.MAX_VALUE;

  enum Phase {
    /** It was started anew again and again, and waits before the next start. */
    WAITING,
    /** What is committed is not known. */
    NEW,
    /** The handler, or the start policy, is asked where to start. */
    ASKED,
    /** The start is known and waits for its commit. */
    RESOLVED,
    /** Records flow. */
    RUNNING
  }

  AssignedPartition(
      TopicPartition id, long epoch, Resumption resumption, PartitionHandler handler, Lane lane) {
    this.id = id;
    this.epoch = epoch;
    this.resumption = resumption;
    this.handler = handler;
    this.lane = lane;
  }

  TopicPartition id() {
    return id;
  }

  long epoch() {
    return epoch;
  }

  /** What it took over. */
  Resumption resumption() {
    return resumption;
  }

  /** What the next epoch takes over when this one is started anew. */
  Resumption next() {
    return new Resumption(
        hasProgressed ? 1 : resumption.restarts() + 1,
        phase == Phase.RUNNING ? OptionalLong.of(tracker.frontier()) : resumption.frontier());
  }

  PartitionHandler handler() {
    return handler;
  }

  Lane lane() {
    return lane;
  }

  Phase phase() {
    return phase;
  }

  boolean isLive() {
    return isLive;
  }

  Set<PauseReason> reasons() {
    return reasons;
  }

  /** Whether it must not be fetched from. */
  boolean isPaused() {
    return reasons.stream().anyMatch(lane::isPausedBy);
  }

  boolean hasGivenUp() {
    return hasGivenUp;
  }

  boolean isHeld() {
    return reasons.stream().anyMatch(PauseReason::isHeld);
  }

  /** Whether it may be resumed any moment: a long poll would starve it. */
  boolean isPausedForAMoment() {
    return reasons.contains(PauseReason.BACKPRESSURE) || reasons.contains(PauseReason.HANDLER);
  }

  /** What of it is under way. */
  FlowControl.Load load() {
    return new FlowControl.Load(lane.bufferedBytes(), tracker.inFlight());
  }

  OffsetTracker tracker() {
    return tracker;
  }

  /** What became of the records of this epoch. */
  RecordLedger ledger() {
    return ledger;
  }

  Optional<OffsetAndMetadata> committed() {
    return Optional.ofNullable(committed);
  }

  long committedAtNanos() {
    return committedAtNanos;
  }

  /** Puts the start off until {@link #startNow}. */
  void putOff() {
    phase = Phase.WAITING;
  }

  /** Ends {@link #putOff}; changes nothing otherwise. */
  void startNow() {
    if (phase == Phase.WAITING) {
      phase = Phase.NEW;
    }
  }

  /** Whether it follows another epoch and it is not known where it starts. */
  boolean isStartingAnew() {
    return phase.compareTo(Phase.RESOLVED) < 0 && !resumption.equals(Resumption.NONE);
  }

  void asked(Optional<OffsetAndMetadata> found, long nowNanos) {
    phase = Phase.ASKED;
    committed = found.orElse(null);
    committedAtNanos = nowNanos;
  }

  void resolved(long start) {
    phase = Phase.RESOLVED;
    tracker = new OffsetTracker(start);
    committed()
        .filter(offset -> offset.offset() == start)
        .flatMap(OffsetAndMetadata::leaderEpoch)
        .ifPresent(leaderEpoch -> tracker.leaderEpoch(start - 1, leaderEpoch));
  }

  void running() {
    phase = Phase.RUNNING;
    reasons.remove(PauseReason.STARTING);
  }

  /** Takes in what a poll returned for it; what it occupies, in bytes. */
  long deliver(List<ConsumerRecord<byte[], byte[]>> records, OffsetAndMetadata next) {
    long before = tracker.position();
    long first = records.isEmpty() ? next.offset() : records.get(0).offset();
    tracker.delivered(first, next.offset(), records.size());
    ledger = ledger.consume(records.size());
    // positions without records as well: under an older leader they would look truncated
    next.leaderEpoch().ifPresent(leaderEpoch -> tracker.leaderEpoch(before, leaderEpoch));
    Batch batch = Batch.of(records, next.offset());
    lane.offer(batch);
    return batch.bytes();
  }

  void settled(long from, long to, int records) {
    tracker.settle(from, to, records);
    hasProgressed = true;
  }

  /** Enters settled records in the ledger. */
  void enter(int records, SettledAs as) {
    ledger =
        switch (as) {
          case DONE -> ledger.finish(records);
          case DEAD_LETTERED -> ledger.deadLetter(records);
          case SKIPPED -> ledger.skip(records);
        };
  }

  /** What to commit now. */
  OffsetAndMetadata frontier() {
    long offset = tracker.frontier();
    return new OffsetAndMetadata(
        offset, tracker.frontierLeaderEpoch(), handler.commitMetadata(offset));
  }

  /** Whether the broker does not know the frontier yet. */
  boolean isCommitWanted() {
    if (phase == Phase.RESOLVED) {
      return !isStartCommitted();
    }
    return phase == Phase.RUNNING
        && (committed == null || committed.offset() != tracker.frontier());
  }

  /** Whether the handler says something else of the offset that is committed by now. */
  boolean isMetadataStale() {
    OffsetAndMetadata known = committed;
    if (phase != Phase.RUNNING || known == null || known.offset() != tracker.frontier()) {
      return false;
    }
    try {
      return !known.metadata().equals(handler.commitMetadata(known.offset()));
    } catch (RuntimeException e) {
      return false; // what is committed is right, if not all that could be said
    }
  }

  /** Whether the broker knows the frontier together with its metadata. */
  boolean isStartCommitted() {
    return committed()
        .filter(offset -> offset.offset() == tracker.frontier())
        .filter(offset -> hasMetadata(offset.metadata()))
        .isPresent();
  }

  /** What cannot be said is not committed: the commit that follows finds out and says why. */
  private boolean hasMetadata(String text) {
    try {
      return text.equals(handler.commitMetadata(tracker.frontier()));
    } catch (RuntimeException e) {
      return false;
    }
  }

  void committed(OffsetAndMetadata offset, long nowNanos) {
    committed = offset;
    committedAtNanos = nowNanos;
  }

  /** Notes whether the handler could not say the metadata of the next commit: it is held then. */
  void refusedMetadata(boolean isRefused) {
    if (isRefused) {
      reasons.add(PauseReason.HELD);
    } else if (hasRefusedMetadata) {
      reasons.remove(PauseReason.HELD);
    }
    hasRefusedMetadata = isRefused;
  }

  boolean hasRefusedMetadata() {
    return hasRefusedMetadata;
  }

  /** Where the lane stopped: everything below it was taken by the handler. */
  void stoppedAt(long firstNotTaken) {
    stoppedAt = firstNotTaken;
  }

  /** Notes that not everything taken will be settled: there is nothing left to wait for. */
  void giveUp() {
    hasGivenUp = true;
  }

  /** Whether it has stopped, and everything that the handler has taken is settled. */
  boolean isAtRest() {
    return phase != Phase.RUNNING || tracker.frontier() >= stoppedAt;
  }

  /** Ends the epoch: nothing of it counts any more. */
  void drop() {
    isLive = false;
    ledger = ledger.abandon();
    lane.drop();
  }

  @Override
  public String toString() {
    return id + " (epoch " + epoch + ")";
  }
}
