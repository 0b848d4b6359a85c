package io.streamlake.gcs.writer;

import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.ledger.Folders;
import io.streamlake.gcs.stage.RollPolicy;
import java.util.Objects;

/**
 * How records are landed.
 *
 * @param dataset names the folder below the store's location; {@code [a-z0-9][a-z0-9_-]*}
 * @param encoding format and codec of the data objects
 * @param folders by which records are spread
 * @param roll when a segment is closed
 * @param rule which records belong into the raw zone
 * @param maxRecordBytes the longest encoded record, in bytes; a longer one is a dead letter
 * @param isolationLevel of the consumer, as in Kafka's settings
 * @param startPolicy of the consumer, in words, for the chain's root
 * @param writer names this process, for people
 * @param maxUploads how many requests are under way at once, at least 1
 * @param maxOpenFiles how many files are staged at once, at least 1
 * @param recovery what may be done when the log is not what it was
 */
public record RawZoneSettings(
    String dataset,
    Encoding encoding,
    Folders folders,
    RollPolicy roll,
    RecordRule rule,
    int maxRecordBytes,
    String isolationLevel,
    String startPolicy,
    String writer,
    int maxUploads,
    int maxOpenFiles,
    RecoveryPolicy recovery) {

  /** Checks the components. */
  public RawZoneSettings {
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(encoding, "encoding");
    Objects.requireNonNull(folders, "folders");
    Objects.requireNonNull(roll, "roll");
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(isolationLevel, "isolationLevel");
    Objects.requireNonNull(startPolicy, "startPolicy");
    Objects.requireNonNull(writer, "writer");
    Objects.requireNonNull(recovery, "recovery");
    requirePositive("maxRecordBytes", maxRecordBytes);
    requirePositive("maxUploads", maxUploads);
    requirePositive("maxOpenFiles", maxOpenFiles);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
  }
}
