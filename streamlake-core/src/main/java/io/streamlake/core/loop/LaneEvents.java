package io.streamlake.core.loop;

import io.streamlake.core.decision.PauseReason;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a lane tells the poll thread; safe for use from any thread, ignored once the epoch is over.
 */
interface LaneEvents {

  /** Consecutive records are settled, all of them in the same way. */
  void settled(long from, long to, int records, SettledAs as);

  /** The lane waits, and why. */
  void waits(PauseReason reason);

  /** The lane does not wait for this reason any more. */
  void proceeds(PauseReason reason);

  /** Asks for a task to be run on the lane after a delay. */
  void after(Duration delay, Runnable laneTask);

  /**
   * The lane takes no more records; the offset of the first that it has not taken, if it has any.
   */
  void stopped(OptionalLong firstNotTaken);

  /** What was accepted will not become safe: the partition has to be read again. */
  void restart(String reason);

  /** The loop has to stop. */
  void failed(Throwable failure);
}
