package io.streamlake.runner.job;

import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.deadletter.KafkaDeadLetterSink;
import io.streamlake.gcs.deadletter.LetterSearch;
import io.streamlake.gcs.deadletter.ObjectDeadLetterSink;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.Whereabouts;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoreException;
import io.streamlake.runner.cli.SurroundingsException;
import io.streamlake.runner.settings.DeadLetters;
import io.streamlake.runner.settings.Lake;
import io.streamlake.runner.settings.Oversize;
import io.streamlake.runner.settings.Settings;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Where dead letters go by the settings: a topic, a store, or a topic and the raw zone's store. */
final class DeadLetterPlace implements AutoCloseable {

  private final Settings settings;
  private final ObjectStore rawZone;
  private final Optional<ObjectStore> own;

  private DeadLetterPlace(Settings settings, ObjectStore rawZone, Optional<ObjectStore> own) {
    this.settings = settings;
    this.rawZone = rawZone;
    this.own = own;
  }

  /**
   * Opens it, and finds out whether it can be used.
   *
   * @param rawZone the raw zone's store; not closed with this
   * @throws SurroundingsException if it cannot be reached, or a permission is missing
   */
  static DeadLetterPlace open(Settings settings, ObjectStore rawZone) {
    Optional<URI> location = settings.deadLetters().location();
    return new DeadLetterPlace(
        settings, rawZone, location.map(place -> Stores.openForLetters(place, settings)));
  }

  /** Makes a sink, for the caller to close before this. */
  DeadLetterSink sink() {
    if (own.isPresent()) {
      return objects(own.get());
    }
    DeadLetters letters = settings.deadLetters();
    KafkaDeadLetterSink topic =
        KafkaDeadLetterSink.create(
            new HashMap<>(settings.kafka().common()), letters.topic().orElseThrow());
    return letters.oversize() == Oversize.RAW_ZONE
        ? topic.withClaimChecks(objects(rawZone))
        : topic;
  }

  private ObjectDeadLetterSink objects(ObjectStore store) {
    return ObjectDeadLetterSink.open(
        store, new Layout(settings.dataset()), settings.rawZone().limits().uploads());
  }

  /**
   * Adds where the letter of an offset is.
   *
   * @throws SurroundingsException if a store of letters does not answer
   */
  static Whereabouts of(Lake lake, Whereabouts offset) {
    DeadLetters letters = lake.deadLetters();
    URI store = letters.location().orElse(lake.rawZone().location());
    List<String> found =
        Waiting.on(store, lake, InstantSource.system(), waiting -> find(lake, store, offset));
    return offset.withLetters(
        found, found.isEmpty() ? elsewhere(letters, store) : String.join(", ", found));
  }

  private static String elsewhere(DeadLetters letters, URI store) {
    return letters
        .topic()
        .map(topic -> "by these settings to " + topic)
        .orElse("there is no letter of it in " + store + "; it may have gone elsewhere then");
  }

  private static List<String> find(Lake lake, URI location, Whereabouts offset) {
    try (ObjectStore store = Stores.openForReading(location, lake)) {
      return new LetterSearch(store, new Layout(lake.dataset()))
          .find(new TopicPartition(offset.topic(), offset.partition()), offset.offset());
    } catch (StoreException e) {
      throw Stores.unusableForLetters(e);
    }
  }

  @Override
  public void close() {
    own.ifPresent(ObjectStore::close);
  }
}
