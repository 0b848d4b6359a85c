package io.streamlake.core.loop;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterLimit;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Place;
import io.streamlake.core.Settlement;
import io.streamlake.core.decision.CircuitBreaker;
import io.streamlake.core.decision.PauseReason;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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
  private final Executor lane;
  private final Settlements settlements;
  private final @Nullable DeadLetterLimit limit;
  private final @Nullable CircuitBreaker breaker;
  private boolean hasSkipped;
  private int inFlight;
  private long inFlightBytes;
  private final NavigableSet<Long> held = new TreeSet<>();

  LaneDeadLetters(
      LaneEvents events,
      FailureHandling failures,
      PartitionHandler handler,
      Executor lane,
      Settlements settlements) {
    this.events = events;
    this.failures = failures;
    this.handler = handler;
    this.lane = lane;
    this.settlements = settlements;
    this.limit = failures.limit().orElse(null);
    this.breaker = limit == null ? null : new CircuitBreaker(limit.share(), limit.records());
  }

  /** Whether the lane has to wait for letters. */
  boolean isBlocking() {
    return !held.isEmpty() || isFull();
  }

  /** Whether no further letter may be sent for now. */
  boolean isFull() {
    return inFlight >= MAX_IN_FLIGHT
        || inFlightBytes >= MAX_IN_FLIGHT_BYTES
        || (breaker != null && breaker.isOpen());
  }

  /** Whether one record decides if the lane goes on. */
  boolean isTrying() {
    return breaker != null && !breaker.isOpen() && !breaker.isClosed();
  }

  /** The lowest offset whose letter is held. */
  OptionalLong firstHeld() {
    return held.isEmpty() ? OptionalLong.empty() : OptionalLong.of(held.first());
  }

  /** Notes that a record was handled. */
  void handled() {
    if (breaker == null) {
      return;
    }
    boolean wasClosed = breaker.isClosed();
    breaker.handled();
    if (!wasClosed && breaker.isClosed()) {
      LOG.info("a record could be handled again, its partition goes on");
    }
  }

  /** Sends the letter of a record that nobody else has to wait for. */
  void send(DeadLetter letter, long to) {
    send(letter, to, Sender.NOBODY);
  }

  void send(DeadLetter letter, long to, Sender sender) {
    inFlight++;
    inFlightBytes += Batch.bytesOf(letter.record());
    attempt(new Pending(letter, to, sender));
    if (breaker != null && limit != null) {
      limit(letter, breaker, limit);
    }
  }

  private void limit(DeadLetter letter, CircuitBreaker closing, DeadLetterLimit bound) {
    boolean wasClosed = closing.isClosed();
    boolean wasOpen = closing.isOpen();
    closing.deadLettered();
    if (wasOpen || !closing.isOpen()) {
      return; // what was already at its handler when it opened asks for no try of its own
    }
    if (wasClosed) {
      LOG.error(
          "{}: more than {} of the last {} records became dead letters; the partition is held, and"
              + " one record is tried every {}. Check the handler, what it writes to, and what is"
              + " produced to the topic: {}",
          Place.of(letter.record()),
          bound.share(),
          bound.records(),
          bound.pause(),
          letter.error().toString());
    }
    events.waits(PauseReason.TOO_MANY_DEAD_LETTERS);
    events.after(bound.pause(), () -> tryOne(closing));
  }

  /** Lets the next record decide; where none is left it has to be fetched first. */
  private void tryOne(CircuitBreaker open) {
    open.halfOpen();
    events.proceeds(PauseReason.TOO_MANY_DEAD_LETTERS);
  }

  private void attempt(Pending pending) {
    CompletionStage<?> answer;
    try {
      answer = Objects.requireNonNull(sink().send(pending.letter), "the dead-letter sink's stage");
    } catch (RuntimeException e) {
      answered(pending, false, e);
      return;
    }
    answer.whenComplete(
        (outcome, failure) -> {
          boolean isSkipped = Settlement.isSkipped(outcome);
          lane.execute(() -> answered(pending, isSkipped, failure));
        });
  }

  private DeadLetterSink sink() {
    return failures
        .sink()
        .orElseThrow(() -> new IllegalStateException("a dead letter without a dead-letter sink"));
  }

  private void answered(Pending pending, boolean isSkipped, @Nullable Throwable failure) {
    if (failure == null) {
      acknowledged(pending, isSkipped);
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

  private void acknowledged(Pending pending, boolean isSkipped) {
    inFlight--;
    inFlightBytes -= Batch.bytesOf(pending.letter.record());
    if (pending.failures > 0) {
      LOG.info("{}: the dead letter is acknowledged now", Place.of(pending.letter.record()));
      held.remove(pending.letter.record().offset());
      if (held.isEmpty()) {
        events.proceeds(PauseReason.DEAD_LETTER_HELD);
      }
    }
    if (isSkipped) {
      skip(pending);
    } else {
      settle(pending, handler.deadLettered(pending.letter.record()), SettledAs.DEAD_LETTERED);
    }
    pending.sender.acknowledged(pending.failures > 0);
  }

  private void skip(Pending pending) {
    if (!hasSkipped) {
      hasSkipped = true;
      LOG.warn(
          "{}: cannot be handled and is lost on purpose; what follows of this kind is counted only:"
              + " {}",
          Place.of(pending.letter.record()),
          pending.letter.error().toString());
    }
    settle(pending, handler.skipped(pending.letter.record()), SettledAs.SKIPPED);
  }

  private void settle(Pending pending, CompletionStage<?> safe, SettledAs as) {
    settlements.addAlone(safe, pending.letter.record().offset(), pending.to, as);
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
