package io.streamlake.testkit.guarantee;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * An account of what is owed, kept without asking the loop: which records can be read, and which of
 * them somebody has acknowledged.
 */
final class Books {

  private final Map<TopicPartition, NavigableMap<Long, String>> readable = new HashMap<>();
  private final Map<TopicPartition, NavigableSet<Long>> owed = new HashMap<>();

  void add(Event event) {
    if (event instanceof BrokerChange change) {
      add(change);
    } else if (event instanceof Handling handling && handling.isSafe()) {
      owed(handling.partition()).remove(handling.offset());
    }
  }

  private void add(BrokerChange change) {
    if (change.kind() == BrokerChange.Kind.READABLE) {
      readable(change.partition()).put(change.offset(), change.lane());
      owed(change.partition()).add(change.offset());
    } else if (change.kind() == BrokerChange.Kind.GONE) {
      readable(change.partition()).remove(change.offset());
      owed(change.partition()).remove(change.offset());
    }
  }

  private NavigableMap<Long, String> readable(TopicPartition partition) {
    return readable.computeIfAbsent(partition, id -> new TreeMap<>());
  }

  private NavigableSet<Long> owed(TopicPartition partition) {
    return owed.computeIfAbsent(partition, id -> new TreeSet<>());
  }

  /** The lowest record that can be read and that nobody has made safe. */
  OptionalLong firstOwed(TopicPartition partition) {
    NavigableSet<Long> offsets = owed(partition);
    return offsets.isEmpty() ? OptionalLong.empty() : OptionalLong.of(offsets.first());
  }

  /** Whether nobody has made safe some record below an offset. */
  boolean isOwedBelow(TopicPartition partition, long offset) {
    OptionalLong first = firstOwed(partition);
    return first.isPresent() && first.getAsLong() < offset;
  }

  /** A record of a lane that can be read and lies strictly between two offsets. */
  OptionalLong between(TopicPartition partition, String lane, long low, long high) {
    return readable(partition).subMap(low, false, high, false).entrySet().stream()
        .filter(entry -> entry.getValue().equals(lane))
        .mapToLong(Map.Entry::getKey)
        .findFirst();
  }
}
