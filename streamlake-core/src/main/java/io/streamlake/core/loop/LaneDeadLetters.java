package io.streamlake.core.loop;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Place;
import io.streamlake.core.decision.PauseReason;
import java.util.Objects;
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
  private final SettlementRuns runs;
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
  }

  /** Whether the lane has to wait for letters. */
  boolean isBlocking() {
    return held > 0 || inFlight >= MAX_IN_FLIGHT || inFlightBytes >= MAX_IN_FLIGHT_BYTES;
  }

  void send(DeadLetter letter, long to) {
    inFlight++;
    inFlightBytes += Batch.bytesOf(letter.record());
    attempt(new Pending(letter, to));
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
    CompletionStage<?> safe = handler.deadLettered(pending.letter.record());
    runs.addAlone(safe, pending.letter.record().offset(), pending.to, SettledAs.DEAD_LETTERED);
  }

  private static final class Pending {

    private final DeadLetter letter;
    private final long to;
    private int failures;

    private Pending(DeadLetter letter, long to) {
      this.letter = letter;
      this.to = to;
    }
  }
}
