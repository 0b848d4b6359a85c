package io.streamlake.testkit.guarantee;

import java.util.Optional;

/**
 * A promise that is checked after every step of a run. It keeps in mind what it has seen: one
 * object judges one run. Called by one thread.
 */
@FunctionalInterface
public interface Guarantee {

  /**
   * Takes in what happened in a step.
   *
   * @param step the step that has just ended; each one comes once, in order
   * @return what is broken, in words that name the place, or empty while the promise holds
   */
  Optional<String> check(Step step);

  /**
   * The name under which a broken promise is reported.
   *
   * @return the simple name of the class if not said otherwise
   */
  default String name() {
    return getClass().getSimpleName();
  }
}
