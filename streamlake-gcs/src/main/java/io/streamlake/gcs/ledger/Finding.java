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
 */
public record Finding(Kind kind, String topic, int partition, String object, String message) {

  /** What can be wrong with a chain, with the exit code of {@code verify}. */
  public enum Kind {
    /** Offsets that no claim covers. */
    GAP(10),
    /** Offsets that two claims cover, or a data object that no claim names. */
    OVERLAP(11),
    /** An object that does not hold what it must. */
    CORRUPT(12),
    /** An object that should be there and is not. */
    MISSING(12),
    /** The tip's claim lacks objects for longer than the grace. */
    INCOMPLETE(13),
    /** The tip's claim lacks objects, but is young: somebody is uploading them. No failure. */
    IN_FLIGHT(0);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    /**
     * The exit code of {@code verify} that tells of it.
     *
     * @return 0 where it is no failure
     */
    public int exitCode() {
      return exitCode;
    }
  }

  /** Checks the components. */
  public Finding {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(message, "message");
  }
}
