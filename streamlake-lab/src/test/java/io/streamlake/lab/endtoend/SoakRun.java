package io.streamlake.lab.endtoend;

import io.streamlake.lab.endtoend.MemberJournal.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One assignment of a partition to a member, as the member's journal tells. */
final class SoakRun {

  private final Entry assigned;
  private final List<Entry> handled = new ArrayList<>();
  private OptionalLong toldAtMillis = OptionalLong.empty();
  private long told = Entry.NONE;
  private OptionalLong committedSentAtMillis = OptionalLong.empty();
  private long committed = Entry.NONE;
  private boolean isLastCommitRefused;
  private boolean isFlushed;
  private boolean isDeferred;
  private long begunAfterEnd;
  private OptionalLong droppedAt = OptionalLong.empty();

  SoakRun(Entry assigned) {
    this.assigned = assigned;
  }

  /** Takes a line; answers what is wrong with it, or nothing. */
  String accept(Entry entry) {
    switch (entry.kind()) {
      case TOLD -> {
        told = entry.offset();
        toldAtMillis = OptionalLong.of(entry.atMillis());
      }
      case TAKEN -> {
        isDeferred = true;
        begunAfterEnd += droppedAt.isPresent() ? 1 : 0;
      }
      case HANDLED -> {
        boolean follows = entry.offset() == next();
        begunAfterEnd += droppedAt.isPresent() && !isDeferred ? 1 : 0;
        handled.add(entry);
        return follows ? "" : entry + ": does not follow " + (handled.size() - 1) + " of " + this;
      }
      case FLUSHED -> isFlushed = true;
      case DROPPED -> droppedAt = OptionalLong.of(entry.sequence());
      case COMMITTED -> confirm(entry);
      case REFUSED -> isLastCommitRefused = true;
      case ASSIGNED -> throw new IllegalArgumentException("another run: " + entry);
    }
    return "";
  }

  /** A commit that was sent before this assignment is of an earlier one. */
  private void confirm(Entry entry) {
    if (entry.atMillis() < assigned.atMillis()) {
      return;
    }
    committed = entry.offset();
    committedSentAtMillis = OptionalLong.of(entry.atMillis());
    isLastCommitRefused = false;
  }

  /** Where the next record has to be: after the last one, or where the group was. */
  private long next() {
    return handled.isEmpty() ? Math.max(0, told) : handled.get(handled.size() - 1).offset() + 1;
  }

  int partition() {
    return assigned.partition();
  }

  long epoch() {
    return assigned.epoch();
  }

  long assignedAtMillis() {
    return assigned.atMillis();
  }

  /** When it was told what is committed; empty if it never was, so that it handled nothing. */
  OptionalLong toldAtMillis() {
    return toldAtMillis;
  }

  /** What it was told, or {@link Entry#NONE}. */
  long told() {
    return told;
  }

  List<Entry> handled() {
    return handled;
  }

  /** Whether it ended without a chance to let its records come to rest. */
  boolean isLost() {
    return droppedAt.isPresent() && !isFlushed;
  }

  /** Whether this record was settled when the last commit that succeeded was sent. */
  boolean isSettledBeforeLastCommit(Entry record) {
    return committedSentAtMillis.isPresent()
        && record.atMillis() < committedSentAtMillis.getAsLong();
  }

  /** How many records it began with when the partition had left; promises may come later. */
  long begunAfterEnd() {
    return begunAfterEnd;
  }

  /** How many records were not confirmed when it ended, at most: in flight, or settled later. */
  long uncommittedLimit(long inFlight) {
    return inFlight + handled.stream().filter(record -> !isSettledBeforeLastCommit(record)).count();
  }

  /** Whether it ended in order and all it has handled by then was committed: none comes again. */
  boolean hasLeftInOrder(Entry record) {
    return isFlushed
        && !isLastCommitRefused
        && droppedAt.isPresent()
        && record.sequence() < droppedAt.getAsLong();
  }

  @Override
  public String toString() {
    return "%s (told %d, committed %d%s%s)"
        .formatted(
            assigned,
            told,
            committed,
            isLastCommitRefused ? ", then refused" : "",
            droppedAt.isEmpty() ? "" : isFlushed ? ", revoked" : ", lost");
  }
}
