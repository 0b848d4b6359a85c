package io.streamlake.testkit.simulation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** All chance of a world, from one seed. */
final class Dice {

  private final SplittableRandom random;

  Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  double fraction() {
    return random.nextDouble();
  }

  long number() {
    return random.nextLong();
  }

  /** From the least to the most, both included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  /** Up to a duration, with more short ones than long ones. */
  Duration upTo(Duration longest) {
    double fraction = random.nextDouble();
    return Duration.ofNanos((long) (longest.toNanos() * fraction * fraction));
  }

  <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  <T> T draw(Map<T, Integer> weights) {
    int left = random.nextInt(weights.values().stream().mapToInt(one -> one).sum());
    for (Map.Entry<T, Integer> entry : weights.entrySet()) {
      left -= entry.getValue();
      if (left < 0) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("the weights' sum is wrong: " + weights);
  }
}
