package io.streamlake.testkit.simulation;

import io.streamlake.testkit.guarantee.Event;
import io.streamlake.testkit.guarantee.Step;
import java.util.List;
import java.util.Optional;

/**
 * What happened in a run.
 *
 * @param seed what decided everything
 * @param steps what was done and what came of it, in order
 * @param broken the guarantee that was broken in the last step, and how; empty if all of them held
 * @param replay the command that runs it again
 */
public record SimulationRun(long seed, List<Step> steps, Optional<String> broken, String replay) {

  private static final int LAST = 30;

  /** Copies the steps. */
  public SimulationRun {
    steps = List.copyOf(steps);
  }

  /**
   * Demands that all guarantees held.
   *
   * @throws AssertionError if one was broken: it says which and how, the seed, what was done last,
   *     and how to run it again
   */
  public void orThrow() {
    if (broken.isPresent()) {
      throw new AssertionError(report(broken.get()));
    }
  }

  private String report(String what) {
    StringBuilder report = new StringBuilder("seed " + seed + ": " + what + "\n");
    report.append("the last actions:\n");
    List<Step> last = steps.subList(Math.max(0, steps.size() - LAST), steps.size());
    last.forEach(step -> report.append("  ").append(step).append('\n'));
    if (!last.isEmpty()) {
      report.append("what came of the last one:\n");
      List<Event> events = last.get(last.size() - 1).events();
      events
          .subList(Math.max(0, events.size() - LAST), events.size())
          .forEach(event -> report.append("  ").append(event).append('\n'));
    }
    return report.append("to run it again: ").append(replay).toString();
  }
}
