package io.streamlake.runner.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * When offsets are committed, whichever comes first.
 *
 * @param every the longest time between two commits
 * @param records the most records between two commits
 */
public record CommitPace(Duration every, Optional<Long> records) {
  /** Checks the ranges. */
  public CommitPace {
    Keys.COMMIT_EVERY.require(every);
    records = Keys.COMMIT_RECORDS.require(records);
  }
}
