package io.streamlake.gcs.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

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
   * Computes the checksum of a file.
   *
   * @param file what to sum
   * @return the CRC-32C (Castagnoli), all 32 bits significant
   * @throws IOException if it cannot be read
   */
  static int of(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
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
