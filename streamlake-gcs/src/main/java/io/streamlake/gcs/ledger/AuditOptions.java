package io.streamlake.gcs.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What to audit, and how.
 *
 * @param topic the only topic to audit, with those that were created under its name after it; empty
 *     for all
 * @param tipGrace how long the tip's claim may lack objects before that is a failure
 * @param deep whether to read and decode every data object
 * @param now the present, to measure the grace from
 * @param progress is told after every thousand claims and data objects, of a deep audit after each,
 *     on the auditing thread
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
    topic.ifPresent(Layout::requireTopic);
    Objects.requireNonNull(now, "now");
    Objects.requireNonNull(progress, "progress");
    if (tipGrace.isNegative()) {
      throw new IllegalArgumentException("tip-grace must not be negative: " + tipGrace);
    }
  }

  /**
   * Audits all topics by their ledger and the listing of their data, with a grace of 15 minutes.
   *
   * @param now the present, to measure the grace from
   * @return the options
   */
  public static AuditOptions at(Instant now) {
    return new AuditOptions(Optional.empty(), Duration.ofMinutes(15), false, now, progress -> {});
  }

  /**
   * Audits one topic, with those that were created under its name after it.
   *
   * @param name the topic
   * @return the same options for that topic
   */
  public AuditOptions ofTopic(String name) {
    return new AuditOptions(Optional.of(name), tipGrace, deep, now, progress);
  }

  /**
   * Reads and decodes every data object as well.
   *
   * @return the same options, deep
   */
  public AuditOptions deeply() {
    return new AuditOptions(topic, tipGrace, true, now, progress);
  }
}
