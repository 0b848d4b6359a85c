package io.streamlake.gcs.format;

import java.util.Objects;

/**
 * What a data object holds.
 *
 * @param records how many records, at least one
 * @param firstOffset the lowest offset
 * @param lastOffset the highest offset
 * @param minTimestampMs the earliest timestamp in milliseconds since 1970, of the records that have
 *     one; -1 if none has
 * @param maxTimestampMs the latest timestamp, likewise
 * @param bytes the size of the object as stored
 * @param crc32c the CRC-32C of the object as stored
 * @param content {@code sha256:<hex>} over the uncompressed JSONL lines, whatever the object's
 *     format and codec
 */
public record FileSummary(
    long records,
    long firstOffset,
    long lastOffset,
    long minTimestampMs,
    long maxTimestampMs,
    long bytes,
    int crc32c,
    String content) {

  /** Checks the components. */
  public FileSummary {
    Objects.requireNonNull(content, "content");
    if (records < 1) {
      throw new IllegalArgumentException("records must be positive: " + records);
    }
    if (firstOffset < 0 || lastOffset - firstOffset < records - 1) {
      throw new IllegalArgumentException(
          "offsets " + firstOffset + ".." + lastOffset + " cannot hold " + records + " records");
    }
  }
}
