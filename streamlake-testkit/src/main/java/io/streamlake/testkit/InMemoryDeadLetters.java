package io.streamlake.testkit;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps dead letters; fails, or leaves them unacknowledged, where the test wants it. Safe for use
 * from any thread.
 */
public final class InMemoryDeadLetters implements DeadLetterSink {

  private final List<DeadLetter> sent = new ArrayList<>();
  private final List<DeadLetter> acknowledged = new ArrayList<>();
  private final Deque<Throwable> failures = new ArrayDeque<>();
  private final Deque<Pending> pending = new ArrayDeque<>();
  private boolean isHolding;
  private boolean isClosed;

  /** Creates a sink that acknowledges at once. */
  public InMemoryDeadLetters() {}

  /**
   * Fails letters to come.
   *
   * @param times how many
   * @param failure what their stages complete with
   * @return this sink
   */
  public synchronized InMemoryDeadLetters failing(int times, Throwable failure) {
    for (int i = 0; i < times; i++) {
      failures.add(failure);
    }
    return this;
  }

  /** Leaves letters unacknowledged from now on, until {@link #acknowledge}. */
  public synchronized void hold() {
    isHolding = true;
  }

  /** Acknowledges what waits, and what comes from now on at once. */
  public void acknowledge() {
    List<Pending> waiting;
    synchronized (this) {
      isHolding = false;
      waiting = List.copyOf(pending);
      pending.clear();
      waiting.forEach(one -> acknowledged.add(one.letter()));
    }
    waiting.forEach(one -> one.stage().complete(null));
  }

  @Override
  public synchronized CompletionStage<?> send(DeadLetter letter) {
    sent.add(letter);
    Throwable failure = failures.poll();
    if (failure != null) {
      return CompletableFuture.failedStage(failure);
    }
    if (isHolding) {
      Pending waiting = new Pending(letter, new CompletableFuture<>());
      pending.add(waiting);
      return waiting.stage();
    }
    acknowledged.add(letter);
    return CompletableFuture.completedStage(null);
  }

  /**
   * Every letter that was sent, failed ones included.
   *
   * @return in the order in which they came
   */
  public synchronized List<DeadLetter> sent() {
    return List.copyOf(sent);
  }

  /**
   * The letters that are safe.
   *
   * @return in the order in which they were acknowledged
   */
  public synchronized List<DeadLetter> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /**
   * The safe letters of a partition.
   *
   * @param partition where their records came from
   * @return the records' offsets, in the order in which they were acknowledged
   */
  public synchronized List<Long> acknowledged(TopicPartition partition) {
    return acknowledged.stream()
        .map(letter -> Offset.of(letter.record()))
        .filter(place -> place.partition().equals(partition))
        .map(Offset::offset)
        .toList();
  }

  @Override
  public synchronized void close() {
    isClosed = true;
  }

  /**
   * Whether the sink was closed.
   *
   * @return true after {@link #close}
   */
  public synchronized boolean isClosed() {
    return isClosed;
  }

  private record Pending(DeadLetter letter, CompletableFuture<Void> stage) {}
}
