package io.streamlake.lab.data;

import org.jspecify.annotations.Nullable;

/** One header of a record. Immutable as long as nobody writes into the array. */
public final class RawHeader {

  private final String key;
  private final byte @Nullable [] value;

  /**
   * Creates a header.
   *
   * @param key its name
   * @param value its bytes, not copied; null is not empty
   */
  public RawHeader(String key, byte @Nullable [] value) {
    this.key = key;
    this.value = value;
  }

  /**
   * The header's name.
   *
   * @return never null
   */
  public String key() {
    return key;
  }

  /**
   * The header's bytes.
   *
   * @return not a copy; null is not empty
   */
  public byte @Nullable [] value() {
    return value;
  }
}
