package io.streamlake.gcs.store;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What a store knows about an object without reading it.
 *
 * @param name relative to the store's location
 * @param size bytes
 * @param crc32c the CRC-32C's 32 bits, where the store knows it (listings of directories do not)
 * @param metadata custom metadata; empty where the store keeps none
 */
public record StoredObject(
    String name, long size, OptionalInt crc32c, Map<String, String> metadata) {

  /** Checks and copies the components. */
  public StoredObject {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(crc32c, "crc32c");
    if (size < 0) {
      throw new IllegalArgumentException("size must not be negative: " + size);
    }
    metadata = Map.copyOf(metadata);
  }
}
