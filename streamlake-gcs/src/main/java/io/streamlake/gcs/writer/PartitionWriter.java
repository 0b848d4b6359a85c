package io.streamlake.gcs.writer;

import io.streamlake.core.Assignment;
import io.streamlake.core.LostOffsetsException;
import io.streamlake.core.OutageException;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Place;
import io.streamlake.core.StreamLakeException;
import io.streamlake.gcs.ledger.LedgerEntry;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Lands one assignment of one partition. Everything but the start and the commit metadata happens
 * on the partition's lane, so nothing here is guarded.
 *
 * <p>Whatever goes wrong, there is one way out: the partition starts anew from what the bucket
 * says.
 */
final class PartitionWriter implements PartitionHandler {

  /** For records that arrive after it has asked to start anew; nothing settles them. */
  private static final CompletionStage<?> NEVER = new CompletableFuture<>();

  private final WriterParts parts;
  private final Assignment assignment;
  private final LandingQueue queue;
  private final CurrentSegment current;
  private final TipHistory tips = new TipHistory();
  private final UnsettledOffsets unsettled = new UnsettledOffsets();
  private final PartitionBounds bounds;
  private volatile boolean isDropped;
  private volatile @Nullable Chain chain;
  private boolean isGivenUp;
  private boolean isFlushing;
  private long stuckAt = -1;
  private volatile long position = -1;

  PartitionWriter(WriterParts parts, Assignment assignment) {
    this.parts = parts;
    this.assignment = assignment;
    this.queue =
        new LandingQueue(parts.landing(), parts.area(), () -> !isDropped, this::awaitLanding);
    this.current = new CurrentSegment(parts, queue, this::giveUp);
    this.bounds = new PartitionBounds(parts, assignment, current, queue, this::tick);
  }

  boolean isDropped() {
    return isDropped;
  }

  private long now() {
    return parts.time().nanoTime();
  }

  private boolean isActive() {
    return current.isOpen() && !isGivenUp && !isDropped;
  }

  /** The chain that it lands in; empty before the start. */
  Optional<Chain> chain() {
    return Optional.ofNullable(chain);
  }

  /** Up to where it has taken everything; -1 before the start. From any thread. */
  long position() {
    return position;
  }

  /** How it keeps within the limits. */
  PartitionBounds bounds() {
    return bounds;
  }

  /**
   * Says that the log does not hold the next offset any more. What is staged is landed first: it
   * exists nowhere else.
   */
  void passedOver(long firstHeld) {
    if (!isActive() || position >= firstHeld || !unsettled.isEmpty()) {
      return;
    }
    boolean isStuck = stuckAt == current.get().next();
    stuckAt = current.get().next();
    rollToFlush();
    if (isStuck && queue.isEmpty()) {
      giveUp("the log begins at " + firstHeld + ", the offsets from " + position + " on are gone");
    }
  }

  /** Starts anew, because the chain may be another one by now. */
  void reconsider(String why) {
    if (isActive()) {
      giveUp(why);
    }
  }

  @Override
  public CompletionStage<OptionalLong> start(Optional<OffsetAndMetadata> committed) {
    parts.names().require(List.of(assignment.partition()));
    return parts
        .chains()
        .open(assignment, committed, () -> !isDropped)
        .thenApply(tip -> begin(tip, committed));
  }

  private OptionalLong begin(Tip tip, Optional<OffsetAndMetadata> committed) {
    parts.names().require(List.of(tip.chain().place()));
    tip.claimToRepair().ifPresent(claim -> parts.heldClaims().check(assignment.partition(), claim));
    chain = tip.chain();
    long wanted = Recovery.firstWanted(tip, committed);
    long readFrom = Recovery.readFrom(tip, committed);
    WriterLog.start(tip, committed, readFrom);
    tips.add(tip.from(), tip.isComplete() ? tip.next() : tip.from());
    long holeFrom = tip.claimToRepair().map(LedgerEntry::next).orElse(wanted);
    if (holeFrom < readFrom) {
      tips.lost(holeFrom);
      WriterLog.lost(tip, holeFrom, readFrom);
    }
    assignment.lane().execute(() -> begin(tip, wanted, readFrom));
    return OptionalLong.of(readFrom);
  }

  private void begin(Tip tip, long wanted, long readFrom) {
    current.begin(tip, wanted, readFrom);
    position = readFrom;
    tick();
  }

  @Override
  public boolean hasRoomFor(ConsumerRecord<byte[], byte[]> record) {
    return isGivenUp || bounds.hasRoomFor(record);
  }

  @Override
  public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
    if (isGivenUp) {
      return NEVER;
    }
    Segment segment = current.forRecord(record);
    try {
      segment.take(record, now());
    } catch (IOException e) {
      String why = "cannot be staged; does raw-zone.staging.directory have room? " + e;
      giveUp(why);
      throw new OutageException(Place.of(record) + ": " + why, e);
    } catch (RuntimeException e) {
      segment.files().releaseReserve();
      unsettled.add(record.offset());
      throw e;
    }
    unsettled.remove(record.offset());
    if (segment.isRollCheckDue(parts.settings().roll())) {
      current.rollIfDue();
      land();
    }
    return segment.landed();
  }

  @Override
  public void advanced(long next) {
    position = next;
    if (isGivenUp) {
      return;
    }
    current.advance(next);
    tick();
  }

  @Override
  public CompletionStage<?> deadLettered(ConsumerRecord<byte[], byte[]> record) {
    return leftOut(record.offset(), segment -> segment.deadLetter(record.offset(), now()));
  }

  @Override
  public CompletionStage<?> skipped(ConsumerRecord<byte[], byte[]> record) {
    return leftOut(record.offset(), segment -> segment.skip(record.offset(), now()));
  }

  private CompletionStage<?> leftOut(long offset, Consumer<Segment> account) {
    if (isGivenUp) {
      return NEVER;
    }
    unsettled.remove(offset);
    Segment segment = queue.find(offset).orElseGet(current::get);
    account.accept(segment);
    if (isFlushing) {
      isFlushing = !unsettled.isEmpty();
      rollToFlush();
    }
    land();
    return segment.landed();
  }

  /** Does what is due by time and by what others use; runs now and then without any record. */
  void tick() {
    if (!isActive()) {
      return;
    }
    current.rollIfDue();
    bounds.update();
    land();
  }

  /** Only what is staged or acknowledged as a dead letter may be claimed. */
  private void land() {
    queue.proceed(unsettled::isSettledBelow);
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
      failed(segment, failure instanceof CompletionException ? failure.getCause() : failure);
      return;
    }
    if (outcome == Landing.Outcome.LOST) {
      giveUp("another writer has claimed from " + segment.from() + ", adopting its claim");
      return;
    }
    queue.landed();
    segment.claim().ifPresent(claim -> parts.heldClaims().completed(assignment.partition()));
    tips.add(segment.from(), segment.next());
    parts.totals().add(plan);
    WriterLog.landed(plan);
    segment.landed().complete(null);
    land();
  }

  /**
   * Ends the loop where lost offsets are to end it.
   *
   * @throws LostOffsetsException then
   */
  private void failed(Segment segment, @Nullable Throwable failure) {
    boolean mustEnd = parts.settings().recovery().lostOffsets() == LostOffsets.FAIL;
    if (mustEnd && failure instanceof LostOffsetsException lost) {
      isGivenUp = true;
      discard();
      throw lost;
    }
    if (failure instanceof StreamLakeException why) {
      segment
          .claim()
          .ifPresent(claim -> parts.heldClaims().failed(assignment.partition(), claim, why));
    }
    giveUp("landing failed: " + failure);
  }

  /** Forgets everything that is staged; the bucket says how to go on. */
  private void giveUp(String reason) {
    isGivenUp = true;
    discard();
    assignment.restart(reason);
  }

  @Override
  public CompletionStage<?> flush() {
    if (!current.isOpen() || isGivenUp) {
      return CompletableFuture.completedFuture(null);
    }
    if (current.isRepairBegun()) {
      return CompletableFuture.failedFuture(
          new StreamLakeException(
              "the claim from "
                  + current.get().from()
                  + " is read by half, and completed by whoever"
                  + " reads it whole"));
    }
    isFlushing = !unsettled.isEmpty();
    rollToFlush();
    return queue.allLandable(unsettled::isSettledBelow);
  }

  /** A dead letter that is acknowledged after the flush is flushed as well. */
  private void rollToFlush() {
    current.rollIfPossible("FLUSH");
    queue.hurry();
    land();
  }

  @Override
  public void dropped() {
    isDropped = true;
    discard();
  }

  private void discard() {
    bounds.end();
    queue.discard();
    current.discard();
  }

  @Override
  public String commitMetadata(long offset) {
    Chain known = chain;
    return known == null ? "" : tips.metadata(known.id(), offset);
  }
}
