package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.LedgerEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** What retention and compaction have taken from a log. */
final class Losses {

  private final Map<TopicPartition, Long> beginnings = new HashMap<>();
  private final Map<TopicPartition, Set<Long>> compacted = new HashMap<>();

  void retained(TopicPartition partition, long from) {
    beginnings.merge(partition, from, Math::max);
  }

  void compacted(TopicPartition partition, long offset) {
    compacted.computeIfAbsent(partition, key -> new TreeSet<>()).add(offset);
  }

  boolean isCompacted(TopicPartition partition, long offset) {
    return compacted.getOrDefault(partition, Set.of()).contains(offset);
  }

  /**
   * Takes from what is expected what is not landed for a reason: compaction leaves no trace, what
   * retention took must be in a hole, unless it was gone before the chain's start.
   */
  void removeAccounted(
      TopicPartition partition,
      Map<Long, ?> expected,
      Map<Long, ?> landed,
      List<LedgerEntry> entries,
      long start) {
    long beginning = beginnings.getOrDefault(partition, 0L);
    expected
        .keySet()
        .removeIf(
            offset ->
                !landed.containsKey(offset)
                    && (isCompacted(partition, offset)
                        || (offset < beginning && (offset < start || isInAHole(entries, offset)))));
  }

  private static boolean isInAHole(List<LedgerEntry> entries, long offset) {
    return entries.stream()
        .flatMap(entry -> entry.holes().stream())
        .anyMatch(hole -> hole.contains(offset));
  }
}
