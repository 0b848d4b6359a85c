package io.streamlake.lab.bench;

/**
 * A subject's measurement between those of its rivals just before and just after.
 *
 * @param subject the subject's own
 * @param before the rivals' before it
 * @param after the rivals' after it
 */
record Result(Measurement subject, Rivals before, Rivals after) {

  /**
   * What a subject is compared with, measured at one moment.
   *
   * @param bare the bare poll loop
   * @param handWritten the hand-written lander
   */
  record Rivals(Measurement bare, Measurement handWritten) {}

  /** The subject's speed as a part of the bare loop's. */
  double ofBare() {
    return ratio(before.bare(), after.bare());
  }

  /** The subject's speed as a part of the hand-written lander's. */
  double ofHandWritten() {
    return ratio(before.handWritten(), after.handWritten());
  }

  /** What a record costs the heap above what it costs the bare loop, in bytes. */
  double bytesAboveBare() {
    double bare = before.bare().bytesPerRecord() + after.bare().bytesPerRecord();
    return subject.bytesPerRecord() - bare / 2;
  }

  private double ratio(Measurement first, Measurement second) {
    return subject.recordsPerSecond() * 2 / (first.recordsPerSecond() + second.recordsPerSecond());
  }
}
