package io.streamlake.lab.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The first 128 bits of the SHA-256 of a record's content: timestamp and its type, key, value, and
 * all headers in their order; null and empty differ. A value.
 *
 * @param high the first 64 bits
 * @param low the next 64 bits
 */
public record RecordFingerprint(long high, long low) {

  /** The neutral element of {@link #plus}. */
  public static final RecordFingerprint ZERO = new RecordFingerprint(0, 0);

  /**
   * Computes a content's fingerprint.
   *
   * @param content what to hash
   * @return its fingerprint
   */
  public static RecordFingerprint of(RawContent content) {
    MessageDigest digest = sha256();
    digest.update(ByteBuffer.allocate(8).putLong(content.stamp().milliseconds()).flip());
    add(digest, content.stamp().type().getBytes(StandardCharsets.UTF_8));
    add(digest, content.key());
    add(digest, content.value());
    for (RawHeader header : content.headers()) {
      add(digest, header.key().getBytes(StandardCharsets.UTF_8));
      add(digest, header.value());
    }
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new RecordFingerprint(hash.getLong(), hash.getLong());
  }

  /**
   * Adds another fingerprint, in any order: the sums of two equal multisets are equal.
   *
   * @param other what to add
   * @return the sum
   */
  public RecordFingerprint plus(RecordFingerprint other) {
    return new RecordFingerprint(high + other.high, low + other.low);
  }

  private static void add(MessageDigest digest, byte @Nullable [] bytes) {
    int length = bytes == null ? -1 : bytes.length;
    digest.update(ByteBuffer.allocate(4).putInt(length).flip());
    if (bytes != null) {
      digest.update(bytes);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256, but this one has not", e);
    }
  }
}
