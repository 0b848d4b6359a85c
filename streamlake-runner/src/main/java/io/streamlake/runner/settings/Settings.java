package io.streamlake.runner.settings;

import java.time.Duration;

/**
 * Everything that can be set. Immutable; every value is in range and all fit together.
 *
 * @param dataset names the folder in the raw zone and the default group
 * @param topics what is landed
 * @param startAt where a chain begins at its very first start
 * @param onLostOffsets what happens when offsets are gone before they were read
 * @param kafka what Kafka's own clients are configured with
 * @param validate which records are landed
 * @param deadLetters where the others go
 * @param retry how failed records are tried again
 * @param commit when offsets are committed
 * @param rawZone where and how records are landed
 * @param concurrency threads that work on records
 * @param shutdownTimeout the time that draining may take
 * @param admin where health, metrics and status are served
 */
public record Settings(
    String dataset,
    Topics topics,
    StartAt startAt,
    LostOffsets onLostOffsets,
    KafkaClients kafka,
    Validation validate,
    DeadLetters deadLetters,
    Retry retry,
    CommitPace commit,
    RawZone rawZone,
    int concurrency,
    Duration shutdownTimeout,
    Admin admin) {
  /** Checks the ranges and that the parts fit together. */
  public Settings {
    Keys.DATASET.require(dataset);
    Keys.CONCURRENCY.require(concurrency);
    Keys.SHUTDOWN_TIMEOUT.require(shutdownTimeout);
    deadLetters.requireOutside(topics);
    deadLetters.requireOutside(rawZone.location());
  }
}
