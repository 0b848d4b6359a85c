package io.streamlake.core.loop;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * A record that is in its handler now.
 *
 * @param partition its partition
 * @param offset its offset
 * @param age since its handler began with it, less one turn of the loop at most; what waits in the
 *     buffer, or was accepted by a deferred handler, has no age
 * @param attempt the number of the attempt, from 1 on
 * @param thread the name of the thread that runs the handler
 * @param stack where that thread is
 */
public record StuckRecord(
    TopicPartition partition,
    long offset,
    Duration age,
    int attempt,
    String thread,
    List<StackTraceElement> stack) {

  /** Copies the list. */
  public StuckRecord {
    stack = List.copyOf(stack);
  }

  @Override
  public String toString() {
    return partition
        + "@"
        + offset
        + ": in its handler for "
        + age
        + ", attempt "
        + attempt
        + ", on "
        + thread
        + (stack.isEmpty() ? "" : " at " + stack.get(0));
  }
}
