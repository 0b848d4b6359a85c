package io.streamlake.gcs.ledger;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** The custom metadata of data objects: its keys, and who writes and reads them. */
public final class ObjectMetadata {

  private static final String CONTENT = "streamlake-content";

  private ObjectMetadata() {}

  /**
   * The metadata of a data object.
   *
   * @param claim the segment
   * @param file the data object
   * @return keys and values
   */
  public static Map<String, String> of(LedgerEntry claim, FileEntry file) {
    return of(claim.topicPartition(), claim.from(), claim.next(), file.records(), file.content());
  }

  /**
   * The metadata of an object that holds one record only.
   *
   * @param partition where the record stood
   * @param offset the record's offset
   * @param content {@code sha256:<hex>} over its line
   * @return keys and values
   */
  public static Map<String, String> ofRecord(
      TopicPartition partition, long offset, String content) {
    return of(partition, offset, offset + 1, 1, content);
  }

  private static Map<String, String> of(
      TopicPartition partition, long from, long next, long records, String content) {
    return Map.of(
        "streamlake-topic",
        partition.topic(),
        "streamlake-partition",
        Integer.toString(partition.partition()),
        "streamlake-from",
        Long.toString(from),
        "streamlake-next",
        Long.toString(next),
        "streamlake-records",
        Long.toString(records),
        CONTENT,
        content);
  }

  /**
   * The content hash that an object's metadata tells.
   *
   * @param metadata an object's custom metadata
   * @return {@code sha256:<hex>}; empty if it has none
   */
  public static Optional<String> content(Map<String, String> metadata) {
    return Optional.ofNullable(metadata.get(CONTENT));
  }
}
