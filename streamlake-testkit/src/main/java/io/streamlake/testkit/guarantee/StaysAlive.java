package io.streamlake.testkit.guarantee;

import io.streamlake.core.loop.LoopState;
import java.util.Optional;

/** A loop ends when it is told to, or when the broker refuses it for good; never by itself. */
public final class StaysAlive implements Guarantee {

  /** Keeps nothing in mind. */
  public StaysAlive() {}

  @Override
  public Optional<String> check(Step step) {
    for (Event event : step.events()) {
      if (event instanceof MemberReport report && report.state() == LoopState.FAILED) {
        return Optional.of(report.member() + " has ended by itself: " + step.actions());
      }
    }
    return Optional.empty();
  }
}
