package io.streamlake.core.loop;

import io.streamlake.core.decision.PauseReason;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Hands the records of one epoch of one partition to its handler, on the workers, in the order that
 * was asked for. Only the poll thread offers; everything else is for use from any thread.
 */
interface Lane {

  /** Runs tasks one at a time, in turn with the lane's own work. */
  Executor executor();

  /** What is offered and not yet taken by the handler. */
  long bufferedBytes();

  /** Whether nothing of the partition goes on while there is this reason. */
  boolean isPausedBy(PauseReason reason);

  /** Offers a batch; on the poll thread. */
  void offer(Batch batch);

  /** Asks the lane to tell what is settled, though it has not finished what it was offered. */
  void requestReport();

  /** Lets the handler flush, and goes on. */
  void flush();

  /**
   * Takes no further record, then flushes.
   *
   * @param onFlushed told why not everything will become safe, or nothing
   */
  void stopAndFlush(Consumer<Optional<Throwable>> onFlushed);

  /** Takes no further record, tells the handler as the last thing, and ends. */
  void drop();
}
