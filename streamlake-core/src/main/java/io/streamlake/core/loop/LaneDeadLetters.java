package io.streamlake.core.loop;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Place;
import io.streamlake.core.decision.PauseReason;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one lane's dead letters. The lane goes on behind a letter in flight, but not behind one
 * that is held because its last send failed; that one is sent again until it is acknowledged. Used
 * on the lane only.
 */
final class LaneDeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(LaneDeadLetters.class);
  private static final int MAX_IN_FLIGHT = 1_000;
  private static final long MAX_IN_FLIGHT_BYTES = 16L << 20;

  private final LaneEvents events;
  private final FailureHandling failures;
  private final PartitionHandler handler;
  private final SerialExecutor lane;
  private final Settlements settlements;
  private int inFlight;
  private long inFlightBytes;
  private final NavigableSet<Long> held = new TreeSet<>();

  LaneDeadLetters(
      LaneEvents events,
      FailureHandling failures,
      PartitionHandler handler,
      SerialExecutor lane,
      Settlements settlements) {
    this.events = events;
    this.failures = failures;
    this.handler = handler;
    this.lane = lane;
    this.settlements = settlements;
  }

  /** Whether the lane has to wait for letters. */
  boolean isBlocking() {
    return !held.isEmpty() || isFull();
  }

  /** Whether no further letter may be sent for now. */
  boolean isFull() {
    return inFlight >= MAX_IN_FLIGHT || inFlightBytes >= MAX_IN_FLIGHT_BYTES;
  }

  /** The lowest offset whose letter is held. */
  OptionalLong firstHeld() {
    return held.isEmpty() ? OptionalLong.empty() : OptionalLong.of(held.first());
  }

  /** Sends the letter of a record that nobody else has to wait for. */
  void send(DeadLetter letter, long to) {
    send(letter, to, Sender.NOBODY);
  }

  void send(DeadLetter letter, long to, Sender sender) {
    inFlight++;
    inFlightBytes += Batch.bytesOf(letter.record());
    attempt(new Pending(letter, to, sender));
  }

  private void attempt(Pending pending) {
    CompletionStage<?> answer;
    try {
      answer = Objects.requireNonNull(sink().send(pending.letter), "the dead-letter sink's stage");
    } catch (RuntimeException e) {
      answered(pending, e);
      return;
    }
    answer.whenComplete((nothing, failure) -> lane.execute(() -> answered(pending, failure)));
  }

  private DeadLetterSink sink() {
    return failures
        .sink()
        .orElseThrow(() -> new IllegalStateException("a dead letter without a dead-letter sink"));
  }

  private void answered(Pending pending, @Nullable Throwable failure) {
    if (failure == null) {
      acknowledged(pending);
      return;
    }
    hold(pending, failure);
  }

  private void hold(Pending pending, Throwable failure) {
    pending.failures++;
    if (pending.failures == 1) {
      LOG.error(
          "{}: the dead letter was not acknowledged; its lane is held and the letter is sent again"
              + " until it is. Check the dead-letter sink: {}",
          Place.of(pending.letter.record()),
          failure.toString());
      held.add(pending.letter.record().offset());
      pending.sender.held();
      events.waits(PauseReason.DEAD_LETTER_HELD);
    }
    events.after(failures.backoff(pending.failures), () -> attempt(pending));
  }

  private void acknowledged(Pending pending) {
    inFlight--;
    inFlightBytes -= Batch.bytesOf(pending.letter.record());
    if (pending.failures > 0) {
      LOG.info("{}: the dead letter is acknowledged now", Place.of(pending.letter.record()));
      held.remove(pending.letter.record().offset());
      if (held.isEmpty()) {
        events.proceeds(PauseReason.DEAD_LETTER_HELD);
      }
    }
    CompletionStage<?> safe = handler.deadLettered(pending.letter.record());
    settlements.addAlone(safe, pending.letter.record().offset(), pending.to);
    pending.sender.acknowledged(pending.failures > 0);
  }

  /** The ordered run of records that a letter is from, where it is not all of the lane. */
  interface Sender {

    /** Has nothing to wait for. */
    Sender NOBODY =
        new Sender() {
          @Override
          public void held() {}

          @Override
          public void acknowledged(boolean wasHeld) {}
        };

    /** A letter was not acknowledged: nothing behind its record may go on. */
    void held();

    /** A letter was acknowledged at last. */
    void acknowledged(boolean wasHeld);
  }

  private static final class Pending {

    private final DeadLetter letter;
    private final long to;
    private final Sender sender;
    private int failures;

    private Pending(DeadLetter letter, long to, Sender sender) {
      this.sender = sender;
      this.letter = letter;
      this.to = to;
    }
  }
}
