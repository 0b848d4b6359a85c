package io.streamlake.core;

import java.util.concurrent.CompletionStage;

/**
 * Takes the records that cannot be handled. Called on worker threads, several at once; it may block
 * for a moment, which delays one lane only.
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

  /** Releases what the sink holds; called once, after the last letter. */
  @Override
  default void close() {}
}
