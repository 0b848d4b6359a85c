package io.streamlake.runner.settings;

/**
 * What is needed to look into a raw zone. Immutable; every value is in range and all fit together.
 *
 * @param dataset names the folder in the raw zone
 * @param rawZone where it lies, and how its store is reached
 * @param deadLetters where records went that were not landed
 */
public record Lake(String dataset, RawZone rawZone, DeadLetters deadLetters) {
  /** Checks the dataset and that the parts fit together. */
  public Lake {
    Keys.DATASET.require(dataset);
    deadLetters.requireOutside(rawZone.location());
  }

  /** Whether a setting has a part in it. */
  static boolean isPart(String key) {
    return key.equals(Keys.DATASET.name())
        || key.startsWith(Keys.RAW_ZONE)
        || key.startsWith(Keys.DEAD_LETTERS);
  }
}
