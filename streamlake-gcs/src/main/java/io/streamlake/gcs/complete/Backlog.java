package io.streamlake.gcs.complete;

import io.streamlake.gcs.ledger.ChainRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a log is not landed. Pure.
 *
 * @param log as it was before the chains were followed, so that what is landed meanwhile is not
 *     missing in it
 * @param roots where the chains begin, by partition
 */
record Backlog(TopicLog log, Map<Integer, ChainRoot> roots) {

  Backlog {
    roots = Map.copyOf(roots);
  }

  /**
   * How far the log's partitions are: one is pending if any of its records is not landed, and has
   * passed nothing if its records have no chain yet.
   */
  List<PartitionProgress> heldBy(Map<Integer, PartitionProgress> chains) {
    List<PartitionProgress> partitions = new ArrayList<>();
    chains.forEach(
        (number, known) -> partitions.add(isLanded(number, known) ? known : known.pending()));
    log.partitions()
        .forEach(
            (number, end) -> {
              if (!chains.containsKey(number) && !end.isEmpty()) {
                partitions.add(PartitionProgress.NOTHING_LANDED);
              }
            });
    return partitions;
  }

  private boolean isLanded(int number, PartitionProgress known) {
    Optional<ChainRoot> root = Optional.ofNullable(roots.get(number));
    if (root.filter(each -> !log.isOf(each)).isPresent()) {
      return true; // its log was deleted
    }
    @Nullable LogEnd end = log.partitions().get(number);
    return end != null && end.isReached(known.position(), root.map(ChainRoot::chain));
  }
}
