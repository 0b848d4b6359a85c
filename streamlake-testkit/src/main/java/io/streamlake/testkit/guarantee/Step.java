package io.streamlake.testkit.guarantee;

import java.time.Duration;
import java.util.List;

/**
 * One step of a run.
 *
 * @param number counts from 1
 * @param at the virtual time since the run began, at the end of the step
 * @param actions what was done to the world, in words
 * @param isCalm whether all faults were off, and time enough passed for everything to be settled
 *     and committed
 * @param events what happened, in order
 */
public record Step(
    int number, Duration at, List<String> actions, boolean isCalm, List<Event> events) {

  /** Copies the lists. */
  public Step {
    actions = List.copyOf(actions);
    events = List.copyOf(events);
  }

  @Override
  public String toString() {
    return "#"
        + number
        + " at "
        + at.toMillis()
        + " ms: "
        + String.join("; ", actions)
        + (isCalm ? " (calm)" : "");
  }
}
