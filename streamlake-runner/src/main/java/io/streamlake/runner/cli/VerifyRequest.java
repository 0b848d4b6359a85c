package io.streamlake.runner.cli;

import java.time.Duration;
import java.util.Optional;

/**
 * What to verify and how to report it.
 *
 * @param json whether the report is JSON instead of text for people
 * @param deep whether the data is read as well
 * @param topic only this topic; empty: all
 * @param tipGrace a claim younger than this is in flight, not a failure
 */
public record VerifyRequest(boolean json, boolean deep, Optional<String> topic, Duration tipGrace) {
  /** Checks that the grace is not negative. */
  public VerifyRequest {
    if (tipGrace.isNegative()) {
      throw new IllegalArgumentException("tipGrace must not be negative: " + tipGrace);
    }
  }
}
