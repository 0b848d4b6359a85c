package io.streamlake.gcs.writer;

import io.streamlake.core.StreamLakeException;
import io.streamlake.core.TimeSource;
import io.streamlake.core.decision.Backoff;
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

  private record Held(StreamLakeException why, int failures, long untilNanos) {}

  private final TimeSource time;
  private final Map<TopicPartition, Held> held = new ConcurrentHashMap<>();

  HeldClaims(TimeSource time) {
    this.time = time;
  }

  void failed(TopicPartition partition, StreamLakeException why) {
    int failures = Optional.ofNullable(held.get(partition)).map(Held::failures).orElse(0) + 1;
    Duration wait = Backoff.after(FIRST, LONGEST, failures, 1);
    held.put(partition, new Held(why, failures, time.nanoTime() + wait.toNanos()));
  }

  void completed(TopicPartition partition) {
    held.remove(partition);
  }

  /**
   * Says that a claim is about to be completed.
   *
   * @throws StreamLakeException while it is too early to try again
   */
  void check(TopicPartition partition) {
    Held found = held.get(partition);
    if (found != null && time.nanoTime() - found.untilNanos() < 0) {
      throw found.why();
    }
  }
}
