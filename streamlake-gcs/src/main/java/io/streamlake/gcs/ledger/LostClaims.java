package io.streamlake.gcs.ledger;

import io.streamlake.gcs.ledger.Finding.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Data objects whose claims are gone. A claim comes before its data objects and is never deleted,
 * so a data object where no claim is proves that somebody has removed one. Each gap is told once,
 * however many claims it has lost. For one thread.
 */
final class LostClaims {

  private record Gap(TopicPartition partition, long start) {}

  private record DataObject(long from, String name) {

    boolean isBefore(DataObject other) {
      return from < other.from || (from == other.from && name.compareTo(other.name) < 0);
    }
  }

  private record Lost(DataObject first, DataObject last, long count) {

    Lost and(Lost other) {
      return new Lost(
          first.isBefore(other.first) ? first : other.first,
          last.isBefore(other.last) ? other.last : last,
          count + other.count);
    }
  }

  private final Layout layout;
  private final Map<Gap, Lost> lost = new LinkedHashMap<>();

  LostClaims(Layout layout) {
    this.layout = layout;
  }

  /** Adds a data object of a segment that no claim begins, in the gap from a position on. */
  void add(TopicPartition partition, long gap, long from, String name) {
    DataObject object = new DataObject(from, name);
    lost.merge(new Gap(partition, gap), new Lost(object, object, 1), Lost::and);
  }

  List<Finding> findings() {
    return lost.entrySet().stream()
        .map(entry -> finding(entry.getKey().partition(), entry.getValue()))
        .toList();
  }

  private Finding finding(TopicPartition partition, Lost claims) {
    DataObject first = claims.first();
    String claim = layout.entry(partition, first.from());
    String message =
        claims.count() == 1
            ? "the claim that names this data object is gone: " + claim
            : "the claims that name this data object and %d more, up to %s, are gone: %s is the first"
                .formatted(claims.count() - 1, claims.last().name(), claim);
    return LedgerPass.finding(partition, Kind.GAP, first.name(), message);
  }
}
