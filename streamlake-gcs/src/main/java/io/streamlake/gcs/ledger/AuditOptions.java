package io.streamlake.gcs.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What to audit, and how.
 *
 * @param topic the only topic to audit; empty for all
 * @param tipGrace how long the tip's claim may lack objects before that is a failure
 * @param deep whether to read and decode every data object
 * @param now the present, to measure the grace from
 * @param progress is told after every thousand claims and data objects, on the auditing thread
 */
public record AuditOptions(
    Optional<String> topic,
    Duration tipGrace,
    boolean deep,
    Instant now,
    Consumer<Progress> progress) {

  /**
   * How far an audit is.
   *
   * @param topic the topic at hand
   * @param claims claims read so far, of all topics
   * @param objects data objects listed so far, of all topics
   */
  public record Progress(String topic, long claims, long objects) {}

  /** Checks the components. */
  public AuditOptions {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(now, "now");
    Objects.requireNonNull(progress, "progress");
    if (tipGrace.isNegative()) {
      throw new IllegalArgumentException("tip-grace must not be negative: " + tipGrace);
    }
  }
}
