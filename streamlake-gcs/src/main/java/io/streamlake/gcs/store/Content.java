package io.streamlake.gcs.store;

import java.nio.file.Path;
import java.util.Objects;

/** What an object is to hold, with its size and checksum known before it is sent. Immutable. */
public sealed interface Content {

  /**
   * The size of the body.
   *
   * @return bytes
   */
  long size();

  /**
   * The checksum of the body; stores refuse a body that does not match.
   *
   * @return the CRC-32C's 32 bits
   */
  int crc32c();

  /**
   * Content in memory.
   *
   * @param bytes the body; not copied, the caller must not change it any more
   * @return the content
   */
  static Content.Bytes of(byte[] bytes) {
    return new Bytes(bytes);
  }

  /**
   * Content in a staged file.
   *
   * @param path the file; it must not change until the object is created
   * @param size its size in bytes
   * @param crc32c its CRC-32C
   * @return the content
   */
  static Content of(Path path, long size, int crc32c) {
    return new File(path, size, crc32c);
  }

  /** A body in memory. */
  final class Bytes implements Content {

    private final byte[] body;
    private final int crc32c;

    private Bytes(byte[] body) {
      this.body = body;
      this.crc32c = Crc32c.of(body);
    }

    /**
     * The body itself; not a copy.
     *
     * @return the bytes
     */
    public byte[] body() {
      return body;
    }

    @Override
    public long size() {
      return body.length;
    }

    @Override
    public int crc32c() {
      return crc32c;
    }
  }

  /**
   * A body in a staged file.
   *
   * @param path the file
   * @param size its size in bytes
   * @param crc32c its CRC-32C
   */
  record File(Path path, long size, int crc32c) implements Content {

    /** Checks the components. */
    public File {
      Objects.requireNonNull(path, "path");
      if (size < 0) {
        throw new IllegalArgumentException("size must not be negative: " + size);
      }
    }
  }
}
