package io.streamlake.testkit.gcs;

import java.util.SplittableRandom;

/**
 * When does a fault strike among the requests that it matches?
 *
 * @param skip how many matching requests pass first
 * @param times how often it strikes at most
 * @param probability of striking, each time
 */
record Schedule(long skip, long times, double probability, long seed) {

  static final Schedule ONCE = new Schedule(0, 1, 1, 0);

  Schedule {
    if (skip < 0) {
      throw new IllegalArgumentException("skip must not be negative: " + skip);
    }
    if (times < 0) {
      throw new IllegalArgumentException("times must not be negative: " + times);
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be within 0 and 1: " + probability);
    }
  }

  /** How far a schedule has got: requests matched before this one, and strikes so far. */
  record Progress(long matched, long struck) {}

  /**
   * Whether this request is struck.
   *
   * @param key what the request is about
   * @param attempt how many requests about the same came before
   */
  boolean strikes(Progress progress, String key, long attempt) {
    if (progress.matched() < skip || progress.struck() >= times) {
      return false;
    }
    return probability >= 1 || draw(key, attempt) < probability;
  }

  /** Depends on what is asked and how often, never on how threads interleave. */
  private double draw(String key, long attempt) {
    long mixed = new SplittableRandom(seed ^ key.hashCode()).nextLong();
    return new SplittableRandom(mixed + attempt).nextDouble();
  }
}
