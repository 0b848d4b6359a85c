package io.streamlake.testkit.guarantee;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What the group has committed. */
final class Offsets {

  private final Map<TopicPartition, Long> committed = new HashMap<>();

  void add(Event event) {
    if (event instanceof BrokerChange change && isCommit(change.kind())) {
      committed.put(change.partition(), change.offset());
    }
  }

  private static boolean isCommit(BrokerChange.Kind kind) {
    return kind == BrokerChange.Kind.COMMITTED || kind == BrokerChange.Kind.RESET;
  }

  /** The committed offset, -1 where there is none. */
  long of(TopicPartition partition) {
    return committed.getOrDefault(partition, -1L);
  }
}
