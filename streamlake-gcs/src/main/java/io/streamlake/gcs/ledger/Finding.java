package io.streamlake.gcs.ledger;

import java.util.Objects;

/**
 * Something that the audit noticed.
 *
 * @param kind what it is
 * @param topic the topic
 * @param partition the partition's number
 * @param object the object that it is about
 * @param message what is wrong, for people
 * @param advice what has to be done about it: a sentence or two, for people
 */
public record Finding(
    Kind kind, String topic, int partition, String object, String message, String advice) {

  /** What can be wrong with a chain, with the exit code of {@code verify}. */
  public enum Kind {
    /** Offsets that no claim covers, though they were claimed or landed. */
    GAP(
        10,
        "Bring back the claim that is missing, from a version or a backup, and move nothing away:"
            + " nobody lands these offsets again"),
    /** Offsets that two claims cover, or a data object beside those that their claim names. */
    OVERLAP(
        11,
        "Readers may see records twice: somebody else has written here. Move out of the dataset"
            + " what another object holds as well, and nothing else"),
    /** An object that does not hold what it must. */
    CORRUPT(12, "Bring back what was there, from a version or a backup"),
    /** An object that should be there and is not. */
    MISSING(12, "Bring it back, from a version or a backup: nobody creates it anew"),
    /** An object that the store refuses to read, though it answers otherwise. */
    UNREADABLE(
        12,
        "Put right what the store says, and verify again: what this object holds, and whether it is"
            + " there, is not proved"),
    /** The tip's claim lacks objects for longer than the grace. */
    INCOMPLETE(
        13,
        "Run a consumer of this partition: it completes the claim first. If one is running, its log"
            + " says what holds it"),
    /** The tip's claim lacks objects, but is young: somebody is uploading them. No failure. */
    IN_FLIGHT(0, "Nothing has to be done: look again after the grace");

    private final int exitCode;
    private final String advice;

    Kind(int exitCode, String advice) {
      this.exitCode = exitCode;
      this.advice = advice;
    }

    /**
     * The exit code of {@code verify} that tells of it.
     *
     * @return 0 where it is no failure
     */
    public int exitCode() {
      return exitCode;
    }

    /** What has to be done where nothing else is known. */
    String advice() {
      return advice;
    }
  }

  /** Checks the components. */
  public Finding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(advice, "advice");
  }

  /**
   * Creates a finding with the advice of its kind.
   *
   * @param kind what it is
   * @param topic the topic
   * @param partition the partition's number
   * @param object the object that it is about
   * @param message what is wrong, for people
   */
  public Finding(Kind kind, String topic, int partition, String object, String message) {
    this(kind, topic, partition, object, message, kind.advice);
  }
}
