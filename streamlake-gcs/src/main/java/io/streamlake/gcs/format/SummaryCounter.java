package io.streamlake.gcs.format;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Sums up records and their lines while they pass. For one thread. */
final class SummaryCounter {

  private final MessageDigest sha256 = sha256();
  private long records;
  private long firstOffset = -1;
  private long lastOffset = -1;
  private long minTimestampMs = -1;
  private long maxTimestampMs = -1;

  void count(long offset, long timestampMs) {
    if (offset <= lastOffset) {
      throw new IllegalArgumentException(
          "offset " + offset + " does not follow " + lastOffset + " in ascending order");
    }
    firstOffset = records == 0 ? offset : firstOffset;
    lastOffset = offset;
    records++;
    if (timestampMs >= 0) {
      minTimestampMs = minTimestampMs < 0 ? timestampMs : Math.min(minTimestampMs, timestampMs);
      maxTimestampMs = Math.max(maxTimestampMs, timestampMs);
    }
  }

  void lines(byte[] bytes, int length) {
    sha256.update(bytes, 0, length);
  }

  long records() {
    return records;
  }

  FileSummary summary(long bytes, int crc32c) {
    String content = "sha256:" + HexFormat.of().formatHex(sha256.digest());
    return new FileSummary(
        records, firstOffset, lastOffset, minTimestampMs, maxTimestampMs, bytes, crc32c, content);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }
}
