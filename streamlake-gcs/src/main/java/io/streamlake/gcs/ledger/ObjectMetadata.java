package io.streamlake.gcs.ledger;

import java.util.Map;
import java.util.Optional;

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
    return Map.of(
        "streamlake-topic",
        claim.topic(),
        "streamlake-partition",
        Integer.toString(claim.partition()),
        "streamlake-from",
        Long.toString(claim.from()),
        "streamlake-next",
        Long.toString(claim.next()),
        "streamlake-records",
        Long.toString(file.records()),
        CONTENT,
        file.content());
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
