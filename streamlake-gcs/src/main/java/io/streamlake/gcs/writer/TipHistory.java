package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.CommitMetadata;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The ends of segments that are safe, for the metadata of commits: an offset is committed with the
 * last segment at or below it, even if a later one is safe already. Only the latest are kept; where
 * none is known any more the ledger tells. Safe for use by several threads.
 */
final class TipHistory {

  private static final int KEPT = 1_000;

  private final ConcurrentSkipListMap<Long, Long> fromByNext = new ConcurrentSkipListMap<>();
  private volatile long lostFrom = Long.MAX_VALUE;

  void add(long from, long next) {
    fromByNext.put(next, from);
    while (fromByNext.size() > KEPT) {
      fromByNext.pollFirstEntry();
    }
  }

  /** Says that nothing vouches for offsets from here on until the next segment is safe. */
  void lost(long from) {
    lostFrom = from;
  }

  String metadata(String chain, long offset) {
    Map.Entry<Long, Long> tip = fromByNext.floorEntry(offset);
    if (tip == null || (tip.getKey() <= lostFrom && lostFrom < offset)) {
      return "";
    }
    return new CommitMetadata(chain, tip.getValue(), tip.getKey(), offset).text();
  }
}
