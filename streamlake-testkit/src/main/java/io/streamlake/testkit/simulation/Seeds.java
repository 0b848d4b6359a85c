package io.streamlake.testkit.simulation;

import java.util.function.LongConsumer;

/**
 * Which seeds to run: one, given by {@code -Dstreamlake.simulation.seed=S}; or as many as {@code
 * -Dstreamlake.simulation.seeds=N} says, from 1 on.
 */
public final class Seeds {

  static final String SEED = "streamlake.simulation.seed";
  static final String SEEDS = "streamlake.simulation.seeds";

  private Seeds() {}

  /**
   * Runs each seed.
   *
   * @param count how many if the system properties say nothing, at least 1
   * @param run runs one seed
   * @throws NumberFormatException if a property is no number
   */
  public static void each(int count, LongConsumer run) {
    String one = System.getProperty(SEED, "");
    if (!one.isEmpty()) {
      run.accept(Long.parseLong(one));
      return;
    }
    long last = Long.parseLong(System.getProperty(SEEDS, String.valueOf(count)));
    for (long seed = 1; seed <= last; seed++) {
      run.accept(seed);
    }
  }
}
