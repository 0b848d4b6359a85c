package io.streamlake.runner.settings;

import java.util.List;

/**
 * Which records are landed; the others are dead letters.
 *
 * @param value what a value has to be
 * @param requiredHeaders headers that a record must have
 * @param maxRecordBytes the largest encoded record
 */
public record Validation(ValueRule value, List<String> requiredHeaders, ByteSize maxRecordBytes) {
  /** Checks the ranges. */
  public Validation {
    requiredHeaders = List.copyOf(Keys.REQUIRED_HEADERS.require(requiredHeaders));
    Keys.MAX_RECORD_BYTES.require(maxRecordBytes);
  }
}
