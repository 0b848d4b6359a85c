package io.streamlake.core.deadletter;

import io.streamlake.core.DeadLetter;
import java.util.concurrent.CompletionStage;

/**
 * Keeps the dead letters that a topic does not take because of their size. Called by several
 * threads at once; must not block for long.
 */
@FunctionalInterface
public interface LargeLetters extends AutoCloseable {

  /**
   * Makes a letter safe. It is asked for again if what follows fails: one that is kept already
   * should be kept once.
   *
   * @param letter a letter with its record, of any size
   * @return completes when the letter is safe, with the place where it can be read; exceptionally
   *     if it is not, and then the lane is held
   */
  CompletionStage<String> keep(DeadLetter letter);

  /** Releases what it holds; called once, after the last letter. */
  @Override
  default void close() {}
}
