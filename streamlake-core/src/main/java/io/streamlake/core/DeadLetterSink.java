package io.streamlake.core;

import java.util.concurrent.CompletionStage;

/**
 * Takes the records that cannot be handled. Called on worker threads, several at once; it may block
 * for a moment, which delays one lane only.
 * <!-- snippet: dead-letter-sink -->
 *
 * <pre>{@code
 * DeadLetterSink sink =
 *     letter -> {
 *       table.put(Place.of(letter.record()), String.valueOf(letter.error().getMessage()));
 *       return Settlement.NOW; // written: the offset may be committed
 *     };
 * }</pre>
 */
@FunctionalInterface
public interface DeadLetterSink extends AutoCloseable {

  /**
   * Makes a failed record safe.
   *
   * @param letter the record with what went wrong
   * @return completes when the letter is safe: only then may the record's offset be committed. If
   *     it completes exceptionally, the lane is held and the letter is sent again after a backoff.
   */
  CompletionStage<?> send(DeadLetter letter);

  /**
   * Sends to another sink what this one does not acknowledge; the lane is held only when both fail.
   * A letter that is sent again goes to this sink first.
   *
   * @param other where a letter goes when this sink throws or its stage completes exceptionally
   * @return the combination, which closes both
   */
  default DeadLetterSink orElse(DeadLetterSink other) {
    return new FallbackSink(this, other);
  }

  /**
   * Keeps nothing: records that cannot be handled are lost, and counted as skipped. Only where that
   * is wanted; without any sink they are held. As {@code primary.orElse(…)} it loses only what the
   * first sink does not take.
   *
   * @return the sink
   */
  static DeadLetterSink loseRecordsOnPurpose() {
    return letter -> Settlement.SKIPPED;
  }

  /** Releases what the sink holds; called once, after the last letter. */
  @Override
  default void close() {}
}
