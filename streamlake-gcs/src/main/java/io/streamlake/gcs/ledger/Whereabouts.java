package io.streamlake.gcs.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of one offset.
 *
 * @param topic the topic
 * @param partition the partition's number
 * @param offset the offset that was asked for
 * @param fate what became of it
 * @param object the object that holds the record, or that says what became of it, relative to the
 *     location; null where there is none
 * @param line the record's place in that object, from 1: the line of a JSONL object once it is
 *     decompressed; 0 where no object holds the record
 * @param letters the objects that keep the record where it is a dead letter, with their location;
 *     empty where it is none, or where letters go to a topic, or where nobody has looked for them
 * @param detail for people: why the answer is what it is
 */
@JsonPropertyOrder({"topic", "partition", "offset", "fate", "object", "line", "letters", "detail"})
public record Whereabouts(
    String topic,
    int partition,
    long offset,
    Fate fate,
    @Nullable String object,
    long line,
    List<String> letters,
    String detail) {

  /** What can become of an offset. */
  public enum Fate {
    /** A data object holds its record. */
    LANDED,
    /** Its record went to the dead letters. */
    DEAD_LETTERED,
    /** It is knowingly missing: skipped, or gone by retention or compaction. */
    HOLE,
    /** The log did not deliver it: a transaction marker, an aborted record, or compaction. */
    ABSENT,
    /** It is claimed, and its segment's data objects are not all there yet. */
    IN_FLIGHT,
    /** It lies before the chain's first position: it was never to be landed. */
    BEFORE_CHAIN,
    /** It lies at or beyond the chain's tip: it is not landed yet, or does not exist yet. */
    BEYOND_TIP,
    /** There is no chain: nothing of this partition was ever landed. */
    NO_CHAIN,
    /** What the ledger or the data says is damaged or contradicts itself: an audit tells more. */
    UNKNOWN
  }

  /** Checks the components. */
  public Whereabouts {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(fate, "fate");
    Objects.requireNonNull(detail, "detail");
    letters = List.copyOf(letters);
    if (line < 0 || (line > 0) != (fate == Fate.LANDED)) {
      throw new IllegalArgumentException("line must be positive where landed, else 0: " + line);
    }
  }

  /**
   * Adds where its letters are.
   *
   * @param found the objects, with their location
   * @param where the same for people, or where else they are
   * @return the same answer with letters
   */
  public Whereabouts withLetters(List<String> found, String where) {
    return new Whereabouts(topic, partition, offset, fate, object, line, found, where);
  }

  /**
   * The answer for programs.
   *
   * @return UTF-8 JSON, keys in snake case
   */
  public byte[] toJson() {
    return LedgerJson.write(this);
  }
}
