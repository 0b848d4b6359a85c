package io.streamlake.runner.job;

import io.streamlake.gcs.store.GcsOptions;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.ObjectStores;
import io.streamlake.gcs.store.StoreException;
import io.streamlake.runner.cli.SurroundingsException;
import io.streamlake.runner.settings.RawZone;
import io.streamlake.runner.settings.Settings;
import java.net.URI;
import java.time.Duration;

/** Opens the raw zone's store, and finds out before anything is consumed whether it can be used. */
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
    String location = settings.rawZone().location().toString();
    GcsOptions options = options(settings.rawZone().gcs());
    try {
      try (ObjectStore probe = ObjectStores.open(location, options.withRetries(IMPATIENT))) {
        probe.check();
      }
      return ObjectStores.open(location, options);
    } catch (StoreException e) {
      throw unusable(e);
    }
  }

  /**
   * Opens the store for reading.
   *
   * @throws SurroundingsException if it cannot be reached, or a permission is missing
   */
  static ObjectStore openForReading(Settings settings) {
    try {
      return ObjectStores.openForReading(
          settings.rawZone().location().toString(), options(settings.rawZone().gcs()));
    } catch (StoreException e) {
      throw unusable(e);
    }
  }

  /** Words what a person has to do. */
  static SurroundingsException unusable(StoreException e) {
    String remedy =
        switch (e.kind()) {
          case TRANSIENT -> "try again when it answers, or correct streamlake.raw-zone";
          case DENIED -> "grant what is missing";
          case MISSING_BUCKET -> "create it, or correct streamlake.raw-zone.location";
          case UNUSABLE -> "correct the settings under streamlake.raw-zone";
        };
    return new SurroundingsException("the raw zone cannot be used: " + e.getMessage(), remedy, e);
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
