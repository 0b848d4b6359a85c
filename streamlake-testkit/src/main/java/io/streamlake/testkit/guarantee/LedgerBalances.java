package io.streamlake.testkit.guarantee;

import io.streamlake.core.loop.PartitionStatus;
import java.util.Optional;

/** What a loop says of a partition never contradicts itself. */
public final class LedgerBalances implements Guarantee {

  /** Keeps nothing in mind. */
  public LedgerBalances() {}

  @Override
  public Optional<String> check(Step step) {
    for (Event event : step.events()) {
      if (event instanceof MemberReport report) {
        for (PartitionStatus status : report.partitions()) {
          if (status.isRunning() && !balances(status)) {
            return Optional.of(status.id() + " does not add up: " + report);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Every relation between the numbers of a status; a new number belongs here. */
  private static boolean balances(PartitionStatus status) {
    boolean isAllSettled = status.frontier() == status.position();
    return status.frontier() <= status.position()
        && status.inFlight() >= 0
        && isAllSettled == (status.inFlight() == 0)
        && status.inFlight() <= status.position() - status.frontier()
        && status.bufferedBytes() >= 0
        && status.committed().orElse(0L) <= status.frontier();
  }
}
