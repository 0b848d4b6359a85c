package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.CommitMetadata;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The ends of segments that are safe, for the metadata of commits: an offset is committed with the
 * last segment at or below it, even if a later one is safe already. Safe for use by several
 * threads.
 */
final class TipHistory {

  private final ConcurrentSkipListMap<Long, Long> fromByNext = new ConcurrentSkipListMap<>();

  void add(long from, long next) {
    fromByNext.put(next, from);
  }

  String metadata(String chain, long offset) {
    Map.Entry<Long, Long> tip = fromByNext.floorEntry(offset);
    if (tip == null) {
      return "";
    }
    fromByNext.headMap(tip.getKey()).clear();
    return new CommitMetadata(chain, tip.getValue(), tip.getKey(), offset).text();
  }
}
