package io.streamlake.gcs.writer;

import io.streamlake.gcs.stage.StagingArea;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lands one partition's closed segments strictly in order: one is claimed only after the one before
 * it is safe. Used on the lane only; the landing itself runs elsewhere.
 */
final class LandingQueue {

  /** So many wait that one more would land no sooner for being closed. */
  static final int LONG = 8;

  private static final Logger LOG = LoggerFactory.getLogger(LandingQueue.class);

  private final Landing landing;
  private final StagingArea area;
  private final BooleanSupplier isWanted;
  private final Listener listener;
  private final Deque<Closed> closed = new ArrayDeque<>();
  private boolean isLanding;
  private volatile boolean isUrgent;

  /**
   * A segment that takes nothing more.
   *
   * @param closedAtNanos when it was closed
   * @param plan makes the claim at the last moment: dead letters may be acknowledged until then
   */
  record Closed(
      Segment segment, List<StagedObject> staged, long closedAtNanos, Supplier<Landing.Plan> plan) {

    Closed {
      staged = List.copyOf(staged);
    }
  }

  /** Is told of each landing that begins. */
  @FunctionalInterface
  interface Listener {

    void landing(Segment segment, Landing.Plan plan, CompletableFuture<Landing.Outcome> outcome);
  }

  LandingQueue(Landing landing, StagingArea area, BooleanSupplier isWanted, Listener listener) {
    this.landing = landing;
    this.area = area;
    this.isWanted = isWanted;
    this.listener = listener;
  }

  boolean isEmpty() {
    return closed.isEmpty();
  }

  int size() {
    return closed.size();
  }

  /** Whether a segment that is closed now would only wait: what may grow on had better. */
  boolean isLong() {
    return closed.size() >= LONG;
  }

  /** Lands what waits before that of others, the smallest first: time may be short. */
  void hurry() {
    isUrgent = !closed.isEmpty();
  }

  void add(Closed segment) {
    closed.add(segment);
  }

  /** The closed segment that covers an offset. */
  Optional<Segment> find(long offset) {
    return closed.stream()
        .map(Closed::segment)
        .filter(segment -> segment.from() <= offset && offset < segment.next())
        .findFirst();
  }

  /** Completes when everything that is closed now is safe, but for what waits for dead letters. */
  CompletableFuture<Void> allLandable(LongPredicate isSettledBelow) {
    return CompletableFuture.allOf(
        closed.stream()
            .map(Closed::segment)
            .filter(segment -> isSettledBelow.test(segment.next()))
            .map(Segment::landed)
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Starts landing the first segment, if nothing is being landed and it is settled. */
  void proceed(LongPredicate isSettledBelow) {
    @Nullable Closed first = closed.peek();
    if (isLanding || first == null || !isSettledBelow.test(first.segment().next())) {
      return;
    }
    Landing.Plan plan = first.plan().get();
    isLanding = true;
    CompletableFuture<Landing.Outcome> outcome =
        landing.land(plan, first.closedAtNanos(), isWanted, () -> rank(plan));
    listener.landing(
        first.segment(), plan, outcome.whenComplete((landed, failure) -> delete(first)));
  }

  private long rank(Landing.Plan plan) {
    return isUrgent ? plan.bytes() : StoreQueue.ORDINARY;
  }

  /** Takes the first segment out: it is safe, or nobody waits for it any more. */
  void landed() {
    closed.remove();
    isLanding = false;
    isUrgent = isUrgent && !closed.isEmpty();
  }

  /** Deletes what waits; a landing under way deletes its own files at its end. */
  void discard() {
    if (isLanding) {
      landed();
    }
    closed.forEach(this::delete);
    closed.clear();
  }

  private void delete(Closed segment) {
    area.release(segment.segment().files().reserved());
    for (StagedObject staged : segment.staged()) {
      try {
        Files.deleteIfExists(staged.path());
      } catch (IOException e) {
        LOG.warn("{}: a staged file was not deleted; a later start will", staged.path(), e);
      }
    }
  }
}
