package io.streamlake.core.loop;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterLimit;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Place;
import io.streamlake.core.Settlement;
import io.streamlake.core.decision.CircuitBreaker;
import io.streamlake.core.decision.PauseReason;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
  private final SettlementRuns runs;
  private final @Nullable DeadLetterLimit limit;
  private final @Nullable CircuitBreaker breaker;
  private boolean hasSkipped;
  private int inFlight;
  private long inFlightBytes;
  private int held;

  LaneDeadLetters(
      LaneEvents events,
      FailureHandling failures,
      PartitionHandler handler,
      SerialExecutor lane,
      SettlementRuns runs) {
    this.events = events;
    this.failures = failures;
    this.handler = handler;
    this.lane = lane;
    this.runs = runs;
    this.limit = failures.limit().orElse(null);
    this.breaker = limit == null ? null : new CircuitBreaker(limit.share(), limit.records());
  }

  /** Whether the lane has to wait for letters. */
  boolean isBlocking() {
    return held > 0
        || (breaker != null && breaker.isOpen())
        || inFlight >= MAX_IN_FLIGHT
        || inFlightBytes >= MAX_IN_FLIGHT_BYTES;
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
      events.proceeds(PauseReason.TOO_MANY_DEAD_LETTERS);
    }
  }

  void send(DeadLetter letter, long to) {
    inFlight++;
    inFlightBytes += Batch.bytesOf(letter.record());
    attempt(new Pending(letter, to));
    if (breaker != null && limit != null) {
      limit(letter, breaker, limit);
    }
  }

  private void limit(DeadLetter letter, CircuitBreaker closing, DeadLetterLimit bound) {
    boolean wasClosed = closing.isClosed();
    closing.deadLettered();
    if (!closing.isOpen()) {
      return;
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
      events.waits(PauseReason.TOO_MANY_DEAD_LETTERS);
    }
    events.after(bound.pause(), closing::halfOpen);
  }

  private void attempt(Pending pending) {
    CompletionStage<?> answer;
    try {
      answer = Objects.requireNonNull(sink().send(pending.letter), "the dead-letter sink's stage");
    } catch (RuntimeException e) {
      answered(pending, e);
      return;
    }
    answer.whenComplete(
        (outcome, failure) -> {
          pending.isSkipped = Settlement.isSkipped(outcome);
          lane.execute(() -> answered(pending, failure));
        });
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
      held++;
      events.waits(PauseReason.DEAD_LETTER_HELD);
    }
    events.after(failures.backoff(pending.failures), () -> attempt(pending));
  }

  private void acknowledged(Pending pending) {
    inFlight--;
    inFlightBytes -= Batch.bytesOf(pending.letter.record());
    if (pending.failures > 0) {
      LOG.info("{}: the dead letter is acknowledged now", Place.of(pending.letter.record()));
      held--;
      if (held == 0) {
        events.proceeds(PauseReason.DEAD_LETTER_HELD);
      }
    }
    settle(pending);
  }

  private void settle(Pending pending) {
    ConsumerRecord<byte[], byte[]> record = pending.letter.record();
    if (!pending.isSkipped) {
      runs.addAlone(
          handler.deadLettered(record), record.offset(), pending.to, SettledAs.DEAD_LETTERED);
      return;
    }
    if (!hasSkipped) {
      hasSkipped = true;
      LOG.warn(
          "{}: cannot be handled and is lost on purpose; what follows of this kind is counted only:"
              + " {}",
          Place.of(record),
          pending.letter.error().toString());
    }
    runs.addAlone(handler.skipped(record), record.offset(), pending.to, SettledAs.SKIPPED);
  }

  private static final class Pending {

    private final DeadLetter letter;
    private final long to;
    private int failures;
    private boolean isSkipped;

    private Pending(DeadLetter letter, long to) {
      this.letter = letter;
      this.to = to;
    }
  }
}
