package io.streamlake.gcs.writer;

import io.streamlake.core.Assignment;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Keeps one partition within the limits that all share: it waits in front of a record that needs
 * one file too many, and is not fetched from while there is no room. For one lane, but for {@link
 * #share}, {@link #isAsked} and {@link #askToRoll}.
 */
final class PartitionBounds {

  /** So many closed segments wait for the store before the partition waits as well. */
  private static final int MAX_CLOSED = 2 * LandingQueue.LONG;

  private final WriterParts parts;
  private final Assignment assignment;
  private final CurrentSegment current;
  private final LandingQueue queue;
  private final Runnable tick;
  private final Runnable wake;
  private volatile OpenShare share = OpenShare.NONE;
  private volatile long askedFrom = -1;
  private boolean isPaused;
  private boolean isInLine;
  private boolean hasAsked;
  private boolean isEnded;

  /**
   * Creates it.
   *
   * @param tick goes on after a segment was rolled
   */
  PartitionBounds(
      WriterParts parts,
      Assignment assignment,
      CurrentSegment current,
      LandingQueue queue,
      Runnable tick) {
    this.parts = parts;
    this.assignment = assignment;
    this.current = current;
    this.queue = queue;
    this.tick = tick;
    this.wake = () -> assignment.lane().execute(() -> {}); // the lane asks again after any task
  }

  /** What the open segment holds, as it was a moment ago; from any thread. */
  OpenShare share() {
    return share;
  }

  /** Whether the segment that is open now is to be rolled already; from any thread. */
  boolean isAsked() {
    return askedFrom >= 0 && askedFrom == share.from();
  }

  /** Has the segment that is open now rolled, for what it takes of what all share. */
  void askToRoll(String reason) {
    long from = share.from();
    askedFrom = from;
    assignment.lane().execute(() -> roll(from, reason));
  }

  private void roll(long from, String reason) {
    if (isEnded || current.get().from() != from) {
      return;
    }
    current.rollIfPossible(reason);
    askedFrom = -1;
    tick.run();
  }

  /** Whether the file that a record belongs into is open, or may be opened. */
  boolean hasRoomFor(ConsumerRecord<?, ?> record) {
    Segment segment = current.forRecord(record);
    if (segment.tryReserveFor(record, wake)) {
      leaveLine();
      return true;
    }
    hasAsked = true;
    if (!isInLine) {
      isInLine = true;
      publish();
      parts.relief().look();
    }
    return false;
  }

  /** Brings up to date what others see, and whether the partition is fetched from. */
  void update() {
    current.get().files().account();
    publish();
    if (!hasAsked) {
      leaveLine(); // something else holds the lane; others need not wait for it
    }
    hasAsked = false;
    boolean shouldPause = shouldPause();
    if (shouldPause == isPaused) {
      return;
    }
    isPaused = shouldPause;
    if (shouldPause) {
      assignment.pause();
      parts.relief().look();
    } else {
      assignment.resume();
    }
  }

  /**
   * A segment that repairs a claim gives nothing back until it is whole, so it must not wait for
   * room on disk.
   */
  private boolean shouldPause() {
    if (isInLine) {
      return true;
    }
    boolean isFull = isPaused ? parts.area().isNearlyFull() : parts.area().isFull();
    boolean isShort = isFull || parts.disk().isLow() || queue.size() >= MAX_CLOSED;
    return isShort && current.get().claim().isEmpty();
  }

  private void publish() {
    share = isEnded ? OpenShare.NONE : current.share();
  }

  private void leaveLine() {
    if (isInLine) {
      isInLine = false;
      parts.openFiles().leave(wake);
    }
  }

  /** Ends it: nothing is open any more. */
  void end() {
    isEnded = true;
    leaveLine();
    share = OpenShare.NONE;
  }
}
