package io.streamlake.runner.settings;

import io.streamlake.runner.settings.RawZone.Complete;
import io.streamlake.runner.settings.RawZone.Encoding;
import io.streamlake.runner.settings.RawZone.Gcs;
import io.streamlake.runner.settings.RawZone.Limits;
import io.streamlake.runner.settings.RawZone.Roll;
import io.streamlake.runner.settings.RawZone.Staging;
import io.streamlake.runner.settings.Sources.Found;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Builds the tree of records from texts; goes on after a problem so that all are found. */
final class SettingsBuilder {
  private final SettingsText text;

  SettingsBuilder(SettingsText text) {
    this.text = text;
  }

  /**
   * Builds the tree.
   *
   * @throws InvalidSettingsException with every problem, if there is any
   */
  Settings build() {
    String dataset = text.value(Keys.DATASET);
    StartAt startAt = text.value(Keys.START_AT);
    LostOffsets onLostOffsets = text.value(Keys.ON_LOST_OFFSETS);
    int concurrency = text.value(Keys.CONCURRENCY);
    Optional<Topics> topics = text.attempt(this::topics);
    Optional<KafkaClients> kafka = text.attempt(this::kafka);
    Optional<Validation> validation = text.attempt(this::validation);
    Optional<DeadLetters> deadLetters = text.attempt(this::deadLetters);
    Optional<Retry> retry = text.attempt(this::retry);
    Optional<CommitPace> commit = text.attempt(this::commit);
    Optional<RawZone> rawZone = rawZone();
    Optional<Admin> admin = text.attempt(this::admin);
    Duration shutdownTimeout = text.value(Keys.SHUTDOWN_TIMEOUT);
    checkTogether(topics, deadLetters, rawZone);
    text.throwIfAnyProblem();
    return new Settings(
        dataset,
        topics.orElseThrow(),
        startAt,
        onLostOffsets,
        kafka.orElseThrow(),
        validation.orElseThrow(),
        deadLetters.orElseThrow(),
        retry.orElseThrow(),
        commit.orElseThrow(),
        rawZone.orElseThrow(),
        concurrency,
        shutdownTimeout,
        admin.orElseThrow());
  }

  /**
   * Builds what is needed to look into the raw zone.
   *
   * @throws InvalidSettingsException with every problem, if there is any
   */
  Lake lake() {
    String dataset = text.value(Keys.DATASET);
    Optional<DeadLetters> deadLetters = text.attempt(this::deadLetters);
    Optional<RawZone> rawZone = rawZone();
    checkTogether(Optional.empty(), deadLetters, rawZone);
    text.throwIfAnyProblem();
    return new Lake(dataset, rawZone.orElseThrow(), deadLetters.orElseThrow());
  }

  private void checkTogether(
      Optional<Topics> topics, Optional<DeadLetters> deadLetters, Optional<RawZone> rawZone) {
    if (topics.isPresent() && deadLetters.isPresent()) {
      text.check(() -> deadLetters.orElseThrow().requireOutside(topics.orElseThrow()));
    }
    if (rawZone.isPresent() && deadLetters.isPresent()) {
      text.check(() -> deadLetters.orElseThrow().requireOutside(rawZone.orElseThrow().location()));
    }
  }

  private Topics topics() {
    return new Topics(
        text.optional(Keys.TOPICS).orElse(List.of()), text.optional(Keys.TOPIC_PATTERN));
  }

  private KafkaClients kafka() {
    return new KafkaClients(below(Keys.KAFKA), below(Keys.CONSUMER));
  }

  private Validation validation() {
    return new Validation(
        text.value(Keys.VALUE),
        text.optional(Keys.REQUIRED_HEADERS).orElse(List.of()),
        text.value(Keys.MAX_RECORD_BYTES));
  }

  private DeadLetters deadLetters() {
    Optional<URI> location = text.optional(Keys.DEAD_LETTER_LOCATION);
    Optional<String> topic = text.optional(Keys.DEAD_LETTER_TOPIC);
    boolean isChosen = text.originOf(Keys.DEAD_LETTER_TOPIC.name()).isChosen();
    return new DeadLetters(
        topic.filter(name -> isChosen || location.isEmpty()),
        location,
        text.value(Keys.DEAD_LETTER_OVERSIZE));
  }

  private Retry retry() {
    return new Retry(
        text.value(Keys.MAX_ATTEMPTS),
        text.value(Keys.INITIAL_BACKOFF),
        text.value(Keys.MAX_BACKOFF));
  }

  private CommitPace commit() {
    return new CommitPace(text.value(Keys.COMMIT_EVERY), text.optional(Keys.COMMIT_RECORDS));
  }

  private Admin admin() {
    return new Admin(
        text.value(Keys.ADMIN_ENABLED),
        text.value(Keys.ADMIN_ADDRESS),
        text.value(Keys.ADMIN_PORT));
  }

  private Optional<RawZone> rawZone() {
    URI location = text.value(Keys.LOCATION);
    Optional<Encoding> encoding = text.attempt(this::encoding);
    Folders folders = text.value(Keys.FOLDERS);
    Optional<Roll> roll = text.attempt(this::roll);
    Optional<Staging> staging = text.attempt(this::staging);
    Optional<Limits> limits = text.attempt(this::limits);
    Optional<Gcs> gcs = text.attempt(this::gcs);
    Optional<Complete> complete = text.attempt(this::complete);
    if (text.hasProblems()) {
      return Optional.empty();
    }
    return text.attempt(
        () ->
            new RawZone(
                location,
                encoding.orElseThrow(),
                folders,
                roll.orElseThrow(),
                staging.orElseThrow(),
                limits.orElseThrow(),
                gcs.orElseThrow(),
                text.optional(Keys.ACCEPT_TOPIC).orElse(List.of()),
                complete.orElseThrow()));
  }

  private Encoding encoding() {
    return new Encoding(
        text.value(Keys.FORMAT),
        text.value(Keys.COMPRESSION),
        text.optional(Keys.COMPRESSION_LEVEL));
  }

  private Roll roll() {
    return new Roll(
        text.value(Keys.ROLL_BYTES), text.value(Keys.ROLL_RECORDS), text.value(Keys.ROLL_AGE));
  }

  private Staging staging() {
    return new Staging(text.value(Keys.STAGING_DIRECTORY), text.value(Keys.STAGING_MAX_BYTES));
  }

  private Limits limits() {
    return new Limits(text.value(Keys.OPEN_FILES), text.value(Keys.UPLOADS));
  }

  private Gcs gcs() {
    return new Gcs(
        text.optional(Keys.GCS_ENDPOINT),
        text.optional(Keys.GCS_PROJECT),
        text.value(Keys.GCS_CREDENTIALS),
        text.optional(Keys.GCS_KMS_KEY));
  }

  private Complete complete() {
    return new Complete(
        text.value(Keys.COMPLETE_ENABLED),
        text.value(Keys.COMPLETE_LATENESS),
        text.value(Keys.COMPLETE_IDLE_AFTER));
  }

  private Map<String, String> below(String prefix) {
    Map<String, String> below = new TreeMap<>();
    for (Map.Entry<String, Found> entry : text.found().entrySet()) {
      if (entry.getKey().startsWith(prefix)) {
        below.put(entry.getKey().substring(prefix.length()), entry.getValue().text());
      }
    }
    return below;
  }
}
