package io.streamlake.gcs.store;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * The checksum that Google Cloud Storage keeps of each object, and the one place that converts it
 * to and from GCS's notation: base64 of the four bytes in big-endian order.
 *
 * @see <a href="https://cloud.google.com/storage/docs/json_api/v1/objects">Objects: crc32c</a>
 */
public final class Crc32c {

  private Crc32c() {}

  /**
   * Computes the checksum of an array.
   *
   * @param bytes what to sum
   * @return the CRC-32C (Castagnoli), all 32 bits significant
   */
  public static int of(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, bytes.length);
    return (int) sum.getValue();
  }

  /**
   * Writes a checksum as GCS does.
   *
   * @param crc32c the checksum's 32 bits
   * @return eight characters of base64, padding included
   */
  public static String toBase64(int crc32c) {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt(crc32c).array());
  }

  /**
   * Reads a checksum as GCS writes it.
   *
   * @param base64 eight characters of base64
   * @return the checksum's 32 bits
   * @throws IllegalArgumentException if the text is not base64 of four bytes
   */
  public static int fromBase64(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    if (bytes.length != 4) {
      throw new IllegalArgumentException(
          "crc32c must be base64 of 4 bytes, not of " + bytes.length + ": " + base64);
    }
    return ByteBuffer.wrap(bytes).getInt();
  }
}
