package io.streamlake.gcs.writer;

import io.streamlake.core.Assignment;
import io.streamlake.core.OutageException;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Place;
import io.streamlake.core.StreamLakeException;
import io.streamlake.gcs.ledger.LedgerEntry;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lands one assignment of one partition. Everything but the start and the commit metadata happens
 * on the partition's lane, so nothing here is guarded.
 *
 * <p>Whatever goes wrong, there is one way out: the partition starts anew from what the bucket
 * says.
 */
final class PartitionWriter implements PartitionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionWriter.class);

  /** For records that arrive after the writer has asked to start anew; nothing settles them. */
  private static final CompletionStage<?> NEVER = new CompletableFuture<>();

  private final WriterParts parts;
  private final Assignment assignment;
  private final LandingQueue queue;
  private final Segments segments;
  private final TipHistory tips = new TipHistory();
  private final UnsettledOffsets unsettled = new UnsettledOffsets();
  private final Backpressure backpressure;
  private volatile boolean isDropped;
  private volatile @Nullable Chain chain;
  private @Nullable Segment open;
  private boolean isGivenUp;
  private boolean isFlushing;

  PartitionWriter(WriterParts parts, Assignment assignment) {
    this.parts = parts;
    this.assignment = assignment;
    this.segments = new Segments(parts, assignment.partition());
    this.backpressure = new Backpressure(assignment, parts.area());
    this.queue =
        new LandingQueue(parts.landing(), parts.area(), this::isWanted, this::awaitLanding);
  }

  boolean isDropped() {
    return isDropped;
  }

  private boolean isWanted() {
    return !isDropped;
  }

  @Override
  public CompletionStage<OptionalLong> start(Optional<OffsetAndMetadata> committed) {
    return parts
        .chains()
        .open(assignment, committed, this::isWanted)
        .thenApply(tip -> begin(tip, committed));
  }

  private OptionalLong begin(Tip tip, Optional<OffsetAndMetadata> committed) {
    chain = tip.chain();
    long readFrom = Recovery.readFrom(tip, committed);
    WriterLog.start(tip, committed, readFrom);
    tips.add(tip.from(), tip.isComplete() ? tip.next() : tip.from());
    Segment first =
        tip.claimToRepair().map(segments::repairing).orElseGet(() -> segments.fresh(tip.next()));
    assignment.lane().execute(() -> open = first);
    return OptionalLong.of(readFrom);
  }

  @Override
  public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
    if (isGivenUp) {
      return NEVER;
    }
    Segment segment = segmentFor(record);
    try {
      segment.take(record, parts.time().nanoTime());
    } catch (IOException e) {
      giveUp("staging failed: " + e);
      throw new OutageException(Place.of(record) + ": cannot be staged: " + e, e);
    } catch (RuntimeException e) {
      unsettled.add(record.offset());
      throw e;
    }
    unsettled.remove(record.offset());
    if (segment.isRollCheckDue(parts.settings().roll())) {
      rollIfDue();
    }
    return segment.landed();
  }

  private Segment segmentFor(ConsumerRecord<byte[], byte[]> record) {
    Segment segment = current();
    if (segment.endsBefore(record.offset())) {
      finishRepair(segment);
      return current();
    }
    boolean needsRoom =
        parts.openFiles().isAtLimit()
            && !segment.files().isEmpty()
            && !segment.files().isOpenFor(record.timestamp());
    if (needsRoom && segment.claim().isEmpty()) {
      roll("OPEN_FILES");
    }
    return current();
  }

  private Segment current() {
    return Objects.requireNonNull(open, "no record comes before the start");
  }

  @Override
  public void advanced(long position) {
    Segment segment = current();
    segment.cover(position);
    if (isGivenUp) {
      return;
    }
    if (segment.endsBefore(position)) {
      finishRepair(segment);
      current().cover(position);
    }
    tick();
  }

  @Override
  public CompletionStage<?> deadLettered(ConsumerRecord<byte[], byte[]> record) {
    if (isGivenUp) {
      return NEVER;
    }
    unsettled.remove(record.offset());
    Segment segment = queue.find(record.offset()).orElseGet(this::current);
    segment.deadLetter(record.offset(), parts.time().nanoTime());
    if (isFlushing) {
      isFlushing = !unsettled.isEmpty();
      rollToFlush();
    }
    land();
    return segment.landed();
  }

  /** Does what is due by time and by what others use; runs now and then without any record. */
  void tick() {
    if (open == null || isGivenUp || isDropped) {
      return;
    }
    current().files().account();
    rollIfDue();
    if (parts.area().isFull() && current().canRoll()) {
      roll("STAGING_FULL");
    }
    backpressure.update(current());
    land();
  }

  private void rollIfDue() {
    current()
        .rollDue(parts.settings().roll(), parts.time().nanoTime())
        .ifPresent(reason -> roll(reason.name()));
  }

  private void roll(String reason) {
    Segment segment = current();
    Chain known = Objects.requireNonNull(chain, "no segment comes before the start");
    close(segment, ClaimPlan.fresh(parts.settings(), known, segment));
    LOG.debug("{}: {} rolled: {}", assignment.partition(), segment, reason);
  }

  private void finishRepair(Segment segment) {
    LedgerEntry claim = segment.claim().orElseThrow();
    segment.cover(claim.next());
    close(segment, ClaimPlan.repair(claim));
  }

  private void close(Segment segment, ClaimPlan.Maker maker) {
    open = segments.fresh(segment.next());
    List<StagedObject> staged;
    try {
      staged = segment.files().finish(parts.layout());
    } catch (IOException | RuntimeException e) {
      discard(segment);
      giveUp(segment + " cannot be closed: " + e);
      return;
    }
    queue.add(
        new LandingQueue.Closed(segment, staged, () -> maker.plan(staged, parts.time().now())));
    land();
  }

  /** Only what is staged or acknowledged as a dead letter may be claimed. */
  private void land() {
    try {
      queue.proceed(unsettled::isSettledBelow);
    } catch (StreamLakeException e) {
      giveUp(String.valueOf(e.getMessage()));
    }
  }

  private void awaitLanding(
      Segment segment, Landing.Plan plan, CompletableFuture<Landing.Outcome> landing) {
    CompletableFuture<?> unused =
        landing.whenComplete(
            (outcome, failure) ->
                assignment.lane().execute(() -> ended(segment, plan, outcome, failure)));
  }

  private void ended(
      Segment segment,
      Landing.Plan plan,
      Landing.@Nullable Outcome outcome,
      @Nullable Throwable failure) {
    if (isGivenUp || isDropped) {
      return;
    }
    if (failure != null) {
      giveUp("landing failed: " + failure);
      return;
    }
    if (outcome == Landing.Outcome.LOST) {
      giveUp("another writer has claimed from " + segment.from() + ", adopting its claim");
      return;
    }
    queue.landed();
    tips.add(segment.from(), segment.next());
    parts.totals().add(plan);
    WriterLog.landed(plan);
    segment.landed().complete(null);
    land();
  }

  /** Forgets everything that is staged; the bucket says how to go on. */
  private void giveUp(String reason) {
    isGivenUp = true;
    discard();
    assignment.restart(reason);
  }

  @Override
  public CompletionStage<?> flush() {
    if (open == null || isGivenUp) {
      return CompletableFuture.completedFuture(null);
    }
    isFlushing = !unsettled.isEmpty();
    rollToFlush();
    return queue.allLanded();
  }

  /** A dead letter that is acknowledged after the flush is flushed as well. */
  private void rollToFlush() {
    if (current().canRoll()) {
      roll("FLUSH");
    }
  }

  @Override
  public void dropped() {
    isDropped = true;
    discard();
  }

  private void discard() {
    queue.discard();
    if (open != null) {
      discard(open);
    }
  }

  private void discard(Segment segment) {
    try {
      segment.files().discard();
    } catch (IOException e) {
      LOG.warn("{}: a staged file was not deleted; a later start will", assignment.partition(), e);
    }
  }

  @Override
  public String commitMetadata(long offset) {
    Chain known = chain;
    return known == null ? "" : tips.metadata(known.id(), offset);
  }
}
