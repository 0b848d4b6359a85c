package io.streamlake.core.loop;

import io.streamlake.core.decision.PauseReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Joins what many records of one lane wait for: a reason is told with the first that has it, and
 * taken back with the last. Used on the lane only.
 */
final class CountedWaits implements LaneEvents {

  private final LaneEvents events;
  private final Map<PauseReason, Integer> counts = new EnumMap<>(PauseReason.class);

  CountedWaits(LaneEvents events) {
    this.events = events;
  }

  @Override
  public void waits(PauseReason reason) {
    if (counts.merge(reason, 1, Integer::sum) == 1) {
      events.waits(reason);
    }
  }

  @Override
  public void proceeds(PauseReason reason) {
    if (counts.merge(reason, -1, Integer::sum) == 0) {
      events.proceeds(reason);
    }
  }

  @Override
  public void settled(long from, long to, int records) {
    events.settled(from, to, records);
  }

  @Override
  public void after(Duration delay, Runnable laneTask) {
    events.after(delay, laneTask);
  }

  @Override
  public void stopped(OptionalLong firstNotTaken) {
    events.stopped(firstNotTaken);
  }

  @Override
  public void restart(String reason) {
    events.restart(reason);
  }

  @Override
  public void failed(Throwable failure) {
    events.failed(failure);
  }
}
