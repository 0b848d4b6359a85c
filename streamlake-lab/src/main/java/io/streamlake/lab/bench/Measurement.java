package io.streamlake.lab.bench;

import java.time.Duration;

/**
 * How fast a subject read the topic once.
 *
 * @param subject the subject's name
 * @param records how many records it handled
 * @param elapsed how long that took, from opening to closing everything
 * @param allocatedBytes what all threads have allocated meanwhile
 */
public record Measurement(String subject, long records, Duration elapsed, long allocatedBytes) {

  /** Checks. */
  public Measurement {
    if (records < 0 || elapsed.isNegative() || elapsed.isZero()) {
      throw new IllegalArgumentException(
          subject + ": " + records + " records in " + elapsed + " is no measurement");
    }
  }

  /**
   * The speed.
   *
   * @return records a second
   */
  public double recordsPerSecond() {
    return records * 1e9 / elapsed.toNanos();
  }

  /**
   * What a record costs the heap.
   *
   * @return bytes a record
   */
  public double bytesPerRecord() {
    return (double) allocatedBytes / records;
  }
}
