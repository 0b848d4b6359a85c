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
 * @param progress is told after each topic's partition and every thousand or so objects
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
   * @param claims claims of that topic read so far
   * @param objects data objects of that topic checked so far
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
