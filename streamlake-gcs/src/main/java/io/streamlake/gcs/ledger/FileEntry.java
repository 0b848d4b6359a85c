package io.streamlake.gcs.ledger;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.streamlake.gcs.format.FileSummary;
import java.util.Objects;

/**
 * What a claim pins of one data object. Size and checksum are those of the first writer's bytes;
 * another codec version may write others, therefore only the content decides.
 *
 * @param name the object's name, relative to the location
 * @param records how many records it holds
 * @param firstOffset the lowest offset
 * @param lastOffset the highest offset
 * @param minTimestampMs the earliest timestamp in milliseconds since 1970, of the records that have
 *     one; -1 if none has
 * @param maxTimestampMs the latest timestamp, likewise
 * @param bytes the object's size
 * @param crc32c the object's CRC-32C; base64 in JSON, as GCS writes it
 * @param content {@code sha256:<hex>} over the uncompressed JSONL lines
 */
@JsonPropertyOrder({
  "name",
  "records",
  "first_offset",
  "last_offset",
  "min_timestamp_ms",
  "max_timestamp_ms",
  "bytes",
  "crc32c",
  "content"
})
public record FileEntry(
    String name,
    long records,
    long firstOffset,
    long lastOffset,
    long minTimestampMs,
    long maxTimestampMs,
    long bytes,
    @JsonSerialize(using = Crc32cJson.Writer.class)
        @JsonDeserialize(using = Crc32cJson.Reader.class)
        int crc32c,
    String content) {

  /** Checks the components. */
  public FileEntry {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(content, "content");
    if (records < 1 || firstOffset < 0 || lastOffset - firstOffset < records - 1) {
      throw new IllegalArgumentException(
          name
              + ": offsets "
              + firstOffset
              + ".."
              + lastOffset
              + " cannot hold "
              + records
              + " records");
    }
    if (bytes < 0) {
      throw new IllegalArgumentException(name + ": bytes must not be negative: " + bytes);
    }
    if (!content.matches("sha256:[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          name + ": content must be sha256:<64 hex digits>, not '" + content + "'");
    }
  }

  /**
   * Pins a staged file.
   *
   * @param name the data object's name
   * @param summary what the file holds
   * @return the entry
   */
  public static FileEntry of(String name, FileSummary summary) {
    return new FileEntry(
        name,
        summary.records(),
        summary.firstOffset(),
        summary.lastOffset(),
        summary.minTimestampMs(),
        summary.maxTimestampMs(),
        summary.bytes(),
        summary.crc32c(),
        summary.content());
  }
}
