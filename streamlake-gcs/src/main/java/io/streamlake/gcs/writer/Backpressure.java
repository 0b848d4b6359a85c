package io.streamlake.gcs.writer;

import io.streamlake.core.Assignment;
import io.streamlake.gcs.stage.StagingArea;

/** Stops fetching one partition while staging is full. For one lane. */
final class Backpressure {

  private final Assignment assignment;
  private final StagingArea area;
  private boolean isPaused;

  Backpressure(Assignment assignment, StagingArea area) {
    this.assignment = assignment;
    this.area = area;
  }

  /**
   * Pauses or resumes.
   *
   * @param segment what is staged now: one that repairs a claim gives no byte back until it is
   *     whole, so it must not wait for room
   */
  void update(Segment segment) {
    boolean shouldPause = area.isFull() && segment.claim().isEmpty();
    if (shouldPause == isPaused) {
      return;
    }
    isPaused = shouldPause;
    if (shouldPause) {
      assignment.pause();
    } else {
      assignment.resume();
    }
  }
}
