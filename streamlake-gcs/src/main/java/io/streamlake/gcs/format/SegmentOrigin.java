package io.streamlake.gcs.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a segment's records come from.
 *
 * @param partition topic and partition
 * @param from the segment's first position
 */
public record SegmentOrigin(TopicPartition partition, long from) {

  private static final int MARKER_BYTES = 16;

  /** Checks the components. */
  public SegmentOrigin {
    Objects.requireNonNull(partition, "partition");
    if (from < 0) {
      throw new IllegalArgumentException("from must not be negative: " + from);
    }
  }

  /** Avro's marker between blocks. Not random, so that equal records make equal bytes. */
  byte[] syncMarker() {
    MessageDigest sha256 = SummaryCounter.sha256();
    byte[] digest = sha256.digest((partition + "@" + from).getBytes(StandardCharsets.UTF_8));
    return Arrays.copyOf(digest, MARKER_BYTES);
  }
}
