package io.streamlake.testkit.guarantee;

import org.apache.kafka.common.TopicPartition;

/**
 * What changed in the log or in the group's offsets.
 *
 * @param kind what
 * @param partition where
 * @param offset of the record; or the offset that is committed, -1 for none; or the end of the log
 * @param lane for {@link Kind#READABLE}: which records have to stay in order, those with the same
 *     text; empty for all else
 */
public record BrokerChange(Kind kind, TopicPartition partition, long offset, String lane)
    implements Event {

  /** What can change. */
  public enum Kind {
    /** A record can be read by those who read what is committed. */
    READABLE,
    /** A record was removed by compaction or retention. */
    GONE,
    /** The group committed an offset. */
    COMMITTED,
    /** What was just committed came from a member that does not have the partition. */
    COMMITTED_BY_STRANGER,
    /** Somebody changed the committed offset by hand. */
    RESET,
    /** Where the log ends; told at the end of each calm step. */
    END
  }

  @Override
  public String toString() {
    return kind + " " + partition + "@" + offset;
  }
}
