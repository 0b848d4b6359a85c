package io.streamlake.gcs.writer;

import io.streamlake.gcs.stage.RollPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The segment that takes records now, and how one follows another. For one lane. */
final class CurrentSegment {

  private static final Logger LOG = LoggerFactory.getLogger(CurrentSegment.class);

  /**
   * So many folders has a segment at most. Far more than records that come late need, and few
   * enough for one partition's clock gone wild to leave files to the others.
   */
  static final int MAX_FOLDERS = 256;

  private final WriterParts parts;
  private final LandingQueue queue;
  private final Consumer<String> onFailure;
  private @Nullable Tip tip;
  private @Nullable Segments segments;
  private @Nullable Segment open;

  /**
   * Creates it, without a segment.
   *
   * @param queue takes what is closed
   * @param onFailure told why a segment could not be closed
   */
  CurrentSegment(WriterParts parts, LandingQueue queue, Consumer<String> onFailure) {
    this.parts = parts;
    this.queue = queue;
    this.onFailure = onFailure;
  }

  boolean isOpen() {
    return open != null;
  }

  Segment get() {
    return Objects.requireNonNull(open, "no record comes before the start");
  }

  /**
   * Opens the first segment, without what the log does not hold any more.
   *
   * @param wanted the first position that is not landed
   * @param readFrom where reading begins
   */
  void begin(Tip start, long wanted, long readFrom) {
    tip = start;
    Segments begun = new Segments(parts, start.chain().place());
    segments = begun;
    Segment first =
        start.claimToRepair().map(begun::repairing).orElseGet(() -> begun.fresh(start.next()));
    open = first;
    long lostFrom = wanted;
    if (first.endsBefore(readFrom)) {
      finishRepair(first);
      lostFrom = first.next();
    }
    if (lostFrom < readFrom && get().claim().isEmpty()) {
      get().lose(lostFrom, readFrom, parts.time().nanoTime());
    }
  }

  /** The segment that takes a record; another one begins where that is necessary. */
  Segment forRecord(ConsumerRecord<?, ?> record) {
    Segment segment = get();
    if (segment.endsBefore(record.offset())) {
      finishRepair(segment);
      return get();
    }
    boolean isSpread =
        segment.files().count() >= MAX_FOLDERS && !segment.files().isOpenFor(record.timestamp());
    if (isSpread && segment.claim().isEmpty()) {
      roll("FOLDERS");
    }
    return get();
  }

  /** Moves the end of what is covered. */
  void advance(long position) {
    Segment segment = get();
    segment.cover(position);
    if (segment.endsBefore(position)) {
      finishRepair(segment);
      get().cover(position);
    }
  }

  void rollIfDue() {
    get()
        .rollDue(parts.settings().roll(), parts.time().nanoTime())
        .filter(reason -> reason != RollPolicy.Reason.AGE || !queue.isLong())
        .ifPresent(reason -> roll(reason.name()));
  }

  /** What the segment takes of what all partitions share. */
  OpenShare share() {
    Segment segment = get();
    SegmentFiles files = segment.files();
    return new OpenShare(
        segment.from(),
        files.bytesUntilClosed(),
        segment.records(),
        files.count(),
        segment.canRoll() && !queue.isLong());
  }

  /** Whether records of a claim were taken that it does not end with. */
  boolean isRepairBegun() {
    return get().claim().isPresent() && get().next() > get().from();
  }

  /** Closes the segment, if there is anything in it and it ends where its writer likes. */
  void rollIfPossible(String reason) {
    if (get().canRoll()) {
      roll(reason);
    }
  }

  private void roll(String reason) {
    Segment segment = get();
    close(segment, ClaimPlan.fresh(parts.settings(), start().chain(), segment));
    LOG.debug("{}: {} rolled: {}", start().chain().partition(), segment, reason);
  }

  private void finishRepair(Segment segment) {
    segment.cover(segment.claim().orElseThrow().next());
    close(
        segment, ClaimPlan.repair(parts.settings(), start().chain(), segment, start().beginning()));
  }

  private Tip start() {
    return Objects.requireNonNull(tip, "no segment comes before the start");
  }

  private void close(Segment segment, ClaimPlan.Maker maker) {
    open =
        Objects.requireNonNull(segments, "no segment comes before the start").fresh(segment.next());
    List<StagedObject> staged;
    try {
      staged = segment.files().finish(parts.layout());
    } catch (IOException | RuntimeException e) {
      discard(segment);
      onFailure.accept(segment + " cannot be closed: " + e);
      return;
    }
    long now = parts.time().nanoTime();
    queue.add(
        new LandingQueue.Closed(
            segment, staged, now, () -> maker.plan(staged, parts.time().now())));
  }

  void discard() {
    if (open != null) {
      discard(open);
    }
  }

  private void discard(Segment segment) {
    try {
      segment.files().discard();
    } catch (IOException e) {
      LOG.warn("a staged file of {} was not deleted; a later start will", segment, e);
    }
  }
}
