package io.streamlake.gcs.writer;

import io.streamlake.core.StreamLakeException;
import io.streamlake.core.TimeSource;
import io.streamlake.core.decision.Backoff;
import io.streamlake.gcs.ledger.LedgerEntry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Claims that could not be completed, and why: their partitions are held in between, where people
 * see it, instead of being read again and again. Safe for use by several threads.
 */
final class HeldClaims {

  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private record Held(String nonce, StreamLakeException why, int failures, long untilNanos) {

    boolean isOf(LedgerEntry claim) {
      return nonce.equals(claim.nonce());
    }
  }

  private final TimeSource time;
  private final Map<TopicPartition, Held> held = new ConcurrentHashMap<>();

  HeldClaims(TimeSource time) {
    this.time = time;
  }

  void failed(TopicPartition partition, LedgerEntry claim, StreamLakeException why) {
    int failures = find(partition, claim).map(Held::failures).orElse(0) + 1;
    Duration wait = Backoff.after(FIRST, LONGEST, failures, 1);
    held.put(partition, new Held(claim.nonce(), why, failures, time.nanoTime() + wait.toNanos()));
  }

  void completed(TopicPartition partition) {
    held.remove(partition);
  }

  /**
   * Says that a claim is about to be completed.
   *
   * @throws StreamLakeException while it is too early to try again
   */
  void check(TopicPartition partition, LedgerEntry claim) {
    Optional<Held> found = find(partition, claim);
    if (found.isPresent() && time.nanoTime() - found.get().untilNanos() < 0) {
      throw found.get().why();
    }
  }

  /** The claim before it may have been completed elsewhere; what was wrong with it is past. */
  private Optional<Held> find(TopicPartition partition, LedgerEntry claim) {
    return Optional.ofNullable(held.get(partition)).filter(each -> each.isOf(claim));
  }
}
