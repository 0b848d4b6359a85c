package io.streamlake.runner.job;

import io.streamlake.gcs.store.GcsOptions;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.ObjectStores;
import io.streamlake.gcs.store.StoreException;
import io.streamlake.runner.cli.SurroundingsException;
import io.streamlake.runner.settings.Lake;
import io.streamlake.runner.settings.RawZone;
import io.streamlake.runner.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/** Opens stores, and finds out before anything is consumed whether they can be used. */
final class Stores {

  /** A start does not wait as long for the store as a landing does. */
  private static final GcsOptions.Retries IMPATIENT =
      new GcsOptions.Retries(
          Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(10), 4);

  private Stores() {}

  /**
   * Opens the store for landing.
   *
   * @throws SurroundingsException if it cannot be reached, or a permission is missing
   */
  static ObjectStore open(Settings settings) {
    try {
      return open(settings.rawZone().location(), settings);
    } catch (StoreException e) {
      throw unusable(e);
    }
  }

  /**
   * Opens the store for dead letters.
   *
   * @param location where they go
   * @throws SurroundingsException if it cannot be reached, or a permission is missing
   */
  static ObjectStore openForLetters(URI location, Settings settings) {
    try {
      return open(location, settings);
    } catch (StoreException e) {
      throw unusableForLetters(e);
    }
  }

  /**
   * Makes sure that the raw zone can name what it lands of topics.
   *
   * @throws SurroundingsException if names are too long
   */
  static void requireNames(ObjectStore store, Settings settings, Set<String> topics) {
    try {
      io.streamlake.gcs.writer.RawZone.requireNames(Wiring.rawZone(settings), store, topics);
    } catch (StoreException e) {
      throw unusable(e);
    }
  }

  private static ObjectStore open(URI location, Settings settings) {
    GcsOptions options = options(settings.rawZone().gcs());
    try (ObjectStore probe =
        ObjectStores.open(location.toString(), options.withRetries(IMPATIENT))) {
      probe.check();
    }
    return ObjectStores.open(location.toString(), options);
  }

  /**
   * Opens the store for reading.
   *
   * @throws SurroundingsException if it cannot be reached, or a permission is missing
   */
  static ObjectStore openForReading(Lake lake) {
    try {
      return openForReading(lake.rawZone().location(), lake);
    } catch (StoreException e) {
      throw unusable(e);
    }
  }

  /**
   * Opens any store for reading.
   *
   * @throws StoreException if it cannot be reached, or a permission is missing
   */
  static ObjectStore openForReading(URI location, Lake lake) {
    return ObjectStores.openForReading(location.toString(), options(lake.rawZone().gcs()));
  }

  /** Words what a person has to do. */
  static SurroundingsException unusable(StoreException e) {
    return unusable("the raw zone cannot be used: ", "streamlake.raw-zone.location", e);
  }

  /** Words what a person has to do who wants dead letters to be kept. */
  static SurroundingsException unusableForLetters(StoreException e) {
    return unusable(
        "the location of dead letters cannot be used: ", "streamlake.dead-letters.location", e);
  }

  private static SurroundingsException unusable(String what, String key, StoreException e) {
    String remedy =
        switch (e.kind()) {
          case TRANSIENT -> "try again when it answers, or correct " + key;
          case DENIED -> "grant what is missing";
          case MISSING_BUCKET -> "create it, or correct " + key;
          case UNUSABLE -> "correct " + key + " or the settings under streamlake.raw-zone";
        };
    return new SurroundingsException(what + e.getMessage(), remedy, e);
  }

  private static GcsOptions options(RawZone.Gcs gcs) {
    return new GcsOptions(
        gcs.endpoint().map(URI::toString),
        gcs.project(),
        gcs.credentials(),
        gcs.kmsKey(),
        GcsOptions.Retries.defaults());
  }
}
