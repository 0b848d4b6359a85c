package io.streamlake.testkit.guarantee;

import org.apache.kafka.common.TopicPartition;

/**
 * What a handler or a dead-letter sink did.
 *
 * @param kind what
 * @param epoch whose handler it is
 * @param partition the record's partition
 * @param offset the record's offset; for {@link Kind#ASSIGNED} and {@link Kind#DROPPED} the
 *     committed offset at that moment, -1 where there is none
 * @param lane which records have to stay in order: those with the same text; empty for {@link
 *     Kind#ASSIGNED} and {@link Kind#DROPPED}
 */
public record Handling(Kind kind, Epoch epoch, TopicPartition partition, long offset, String lane)
    implements Event {

  /** What can happen to a record, or to its handler. */
  public enum Kind {
    /** A handler was made. */
    ASSIGNED,
    /** A handler was given a record. */
    TRIED,
    /** A handler made a record safe. */
    DONE,
    /** A handler did not accept a record, or broke its promise. */
    FAILED,
    /** A dead letter was given to the sink. */
    LETTER_SENT,
    /** The sink acknowledged a dead letter. */
    LETTER_SAFE,
    /** A handler was told that it is over. */
    DROPPED
  }

  /** Whether the record is safe from now on. */
  boolean isSafe() {
    return kind == Kind.DONE || kind == Kind.LETTER_SAFE;
  }

  @Override
  public String toString() {
    return kind + " " + partition + "@" + offset + " by " + epoch.member() + "/" + epoch.number();
  }
}
