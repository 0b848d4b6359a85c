package io.streamlake.core.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of one lane key, in the order of their offsets. Used on the lane; a worker that has
 * it reads its first record and leaves the outcome, nothing else.
 */
final class KeyRun {

  private final Object key;
  private @Nullable Entry first;
  private @Nullable Deque<Entry> rest;
  private @Nullable Attempts attempts;
  private @Nullable CompletionStage<?> stage;
  private @Nullable Exception failure;
  private boolean isScheduled;

  /**
   * A record that waits.
   *
   * @param to the position up to which it owns the log
   */
  record Entry(ConsumerRecord<byte[], byte[]> record, long to) {}

  KeyRun(Object key) {
    this.key = key;
  }

  Object key() {
    return key;
  }

  void add(Entry entry) {
    if (first == null) {
      first = entry;
      return;
    }
    if (rest == null) {
      rest = new ArrayDeque<>(2);
    }
    rest.add(entry);
  }

  boolean isEmpty() {
    return first == null;
  }

  /** The record that is next, or with a worker. */
  Entry first() {
    return Objects.requireNonNull(first, "a run without records");
  }

  void removeFirst() {
    first = rest == null ? null : rest.poll();
    if (attempts != null) {
      attempts.next();
    }
  }

  /** Whether it waits for a worker, or one has it. */
  boolean isScheduled() {
    return isScheduled;
  }

  void setScheduled(boolean scheduled) {
    isScheduled = scheduled;
  }

  /** What was tried with its first record; empty while nothing has failed. */
  @Nullable Attempts attempts() {
    return attempts;
  }

  void attempts(Attempts begun) {
    attempts = begun;
  }

  boolean isBlocked() {
    return attempts != null && attempts.isBlocked();
  }

  /** Whether nothing has to be remembered of it. */
  boolean isOver() {
    return first == null && (attempts == null || !attempts.hasLetters());
  }

  /** Leaves the outcome of its first record; on a worker. */
  void leave(@Nullable CompletionStage<?> accepted, @Nullable Exception failed) {
    stage = accepted;
    failure = failed;
  }

  @Nullable Exception failure() {
    return failure;
  }

  CompletionStage<?> stage() {
    return Objects.requireNonNull(stage, "a run without outcome");
  }
}
