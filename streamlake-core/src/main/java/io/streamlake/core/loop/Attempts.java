package io.streamlake.core.loop;

import io.streamlake.core.Place;
import io.streamlake.core.decision.PauseReason;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was tried with the record at the head of one ordered run of records, and what it waits for.
 * Nothing behind it is handed over until it is taken or given up. Used on the lane only.
 */
final class Attempts implements LaneDeadLetters.Sender {

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final LaneEvents events;
  private final FailureHandling failures;
  private final LaneDeadLetters deadLetters;
  private final Runnable onRetry;
  private int attempts;
  private int attemptsHeld;
  private @Nullable PauseReason waitingFor;
  private boolean isWaiting;
  private int letters;
  private int lettersHeld;

  /** The run may go on, each time it had to wait, once {@code onRetry} runs. */
  Attempts(
      LaneEvents events, FailureHandling failures, LaneDeadLetters deadLetters, Runnable onRetry) {
    this.events = events;
    this.failures = failures;
    this.deadLetters = deadLetters;
    this.onRetry = onRetry;
  }

  /** Whether the next attempt has to wait. */
  boolean isWaiting() {
    return isWaiting;
  }

  /** Whether it waits, or a letter of its run is held. */
  boolean isBlocked() {
    return isWaiting || lettersHeld > 0;
  }

  /** Whether letters of its run are not acknowledged. */
  boolean hasLetters() {
    return letters > 0;
  }

  @Override
  public void held() {
    lettersHeld++;
  }

  @Override
  public void acknowledged(boolean wasHeld) {
    letters--;
    lettersHeld -= wasHeld ? 1 : 0;
    onRetry.run();
  }

  /** Begins with the next record: the last one is taken, or given up. */
  void next() {
    if (attempts > 0) {
      reset();
    }
  }

  private void reset() {
    attempts = 0;
    attemptsHeld = 0;
    PauseReason reason = waitingFor;
    if (reason != null) {
      waitingFor = null;
      events.proceeds(reason);
    }
  }

  /**
   * Takes in that an attempt failed; true when the record was given to the dead letters, false when
   * it waits for its next attempt, or for ever because the loop ends.
   */
  boolean isGivenUp(ConsumerRecord<byte[], byte[]> record, long to, Exception failure) {
    attempts++;
    // what an outage failed is no attempt at the record: it must not use up its retries
    switch (failures.decide(failure, attempts - attemptsHeld)) {
      case RETRY -> await(PauseReason.BACKOFF, record, failure);
      case HOLD -> {
        attemptsHeld++;
        await(PauseReason.HELD, record, failure);
      }
      case DEAD_LETTER -> {
        LOG.debug("{}: dead letter after attempt {}", Place.of(record), attempts, failure);
        letters++;
        deadLetters.send(failures.letter(record, failure, attempts), to, this);
        return true;
      }
      case STOP -> {
        isWaiting = true;
        events.failed(failure);
      }
    }
    return false;
  }

  private void await(PauseReason reason, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    Duration delay = failures.backoff(attempts);
    isWaiting = true;
    if (waitingFor != reason) {
      tell(reason, record, failure);
      if (waitingFor != null) {
        events.proceeds(waitingFor);
      }
      waitingFor = reason;
      events.waits(reason);
    }
    events.after(delay, this::retry);
  }

  private void retry() {
    isWaiting = false;
    onRetry.run();
  }

  private static void tell(
      PauseReason reason, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    if (reason == PauseReason.HELD) {
      LOG.error(
          "{}: cannot be handled and is not given up; its lane is held and tried again: {}",
          Place.of(record),
          failure.toString());
      return;
    }
    LOG.warn("{}: failed and is tried again: {}", Place.of(record), failure.toString());
  }
}
