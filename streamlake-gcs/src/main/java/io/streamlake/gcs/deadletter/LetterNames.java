package io.streamlake.gcs.deadletter;

import io.streamlake.gcs.ledger.Layout;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;

/**
 * The names of dead letters. A name is that of the record and not of the attempt: whoever writes a
 * letter again, after a crash or beside a zombie, writes the same object. The record's hash keeps
 * apart what has the same offset in a topic that was deleted and created again.
 */
record LetterNames(Layout layout) {

  private static final int HASH_DIGITS = 16;

  /**
   * The name of a letter.
   *
   * @param hash the hexadecimal SHA-256 of the record's canonical line
   */
  String of(TopicPartition partition, long offset, String hash) {
    return prefix(partition, offset) + hash.substring(0, HASH_DIGITS) + ".jsonl";
  }

  /** What the names of all letters of an offset start with. */
  String prefix(TopicPartition partition, long offset) {
    return String.format(
        Locale.ROOT,
        "%s/_dead_letters/%s/%05d/%020d+",
        layout.dataset(),
        partition.topic(),
        partition.partition(),
        offset);
  }
}
