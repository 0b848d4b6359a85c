package io.streamlake.core.decision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a loop is.
 *
 * @param level the whole in a word
 * @param isLive whether it can go on by itself: a process whose loop is not live has to be
 *     restarted
 * @param isReady whether it consumes, though some partition may be held
 * @param reasons what is wrong, a line each, with the place where there is one; empty when all is
 *     well
 */
public record LoopHealth(Level level, boolean isLive, boolean isReady, List<String> reasons) {

  /** The whole in a word. */
  public enum Level {
    /** All is well. */
    UP,
    /** It consumes, and something needs a look. */
    DEGRADED,
    /** It does not consume. */
    DOWN
  }

  /** Copies the list. */
  public LoopHealth {
    reasons = List.copyOf(reasons);
  }

  /**
   * A loop that consumes, if its poll thread comes round.
   *
   * @param sinceTurn how long ago the poll thread ended a turn
   * @param maxPollInterval the time without a poll after which the broker takes its partitions away
   * @param where what the poll thread is doing
   * @param troubles what is wrong besides, a line each
   * @return up without troubles, degraded with them or where half of the interval has passed, dead
   *     once all of it has
   */
  public static LoopHealth running(
      Duration sinceTurn, Duration maxPollInterval, String where, List<String> troubles) {
    String stuck =
        "the poll thread has not come round for %s, max.poll.interval.ms is %s; it is at %s"
            .formatted(sinceTurn, maxPollInterval, where);
    List<String> reasons = new ArrayList<>(troubles);
    if (sinceTurn.compareTo(maxPollInterval) >= 0) {
      reasons.add(0, stuck);
      return new LoopHealth(Level.DOWN, false, false, reasons);
    }
    if (sinceTurn.multipliedBy(2).compareTo(maxPollInterval) >= 0) {
      reasons.add(0, stuck);
    }
    return new LoopHealth(reasons.isEmpty() ? Level.UP : Level.DEGRADED, true, true, reasons);
  }

  /**
   * A loop that does not consume and is not broken: before its start, or while it closes.
   *
   * @param reason why
   * @return down, and live
   */
  public static LoopHealth resting(String reason) {
    return new LoopHealth(Level.DOWN, true, false, List.of(reason));
  }

  /**
   * A loop that will not consume again.
   *
   * @param reason why
   * @return down, and not live
   */
  public static LoopHealth dead(String reason) {
    return new LoopHealth(Level.DOWN, false, false, List.of(reason));
  }
}
