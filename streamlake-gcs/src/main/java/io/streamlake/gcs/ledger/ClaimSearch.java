package io.streamlake.gcs.ledger;

import io.streamlake.gcs.store.ObjectStore;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds the claim that covers an offset. Names sort as positions do, and a listing can start
 * anywhere, so only the neighbourhood of the offset is listed, not the chain.
 */
final class ClaimSearch {

  /** Where the first look begins, in offsets before the one asked for; then it is 16 times that. */
  private static final long FIRST_REACH = 1L << 20;

  private static final int FURTHER = 16;

  private final ObjectStore store;
  private final Layout layout;
  private final LedgerReader reader;

  ClaimSearch(ObjectStore store, Layout layout) {
    this.store = store;
    this.layout = layout;
    this.reader = new LedgerReader(store, layout);
  }

  /**
   * What was found.
   *
   * @param claim the claim that covers the offset, or a damaged one that may; empty if there is
   *     none
   * @param tip the position after the last claim at or before the offset
   * @param isFollowed whether the ledger lists a claim beyond the offset
   */
  record Found(Optional<Read<LedgerEntry>> claim, long tip, boolean isFollowed) {}

  /** Finds the claim of an offset in a chain that starts at or before it. */
  Found find(TopicPartition partition, long start, long offset) {
    Listed listed = lastUpTo(partition, start, offset);
    long position = listed.last().orElse(start);
    Optional<Read<LedgerEntry>> claim = reader.claim(partition, position);
    // What the listing lacks is asked for by its name.
    while (claim.isPresent() && claim.get().value().isPresent()) {
      position = claim.get().value().get().next();
      if (position > offset) {
        return new Found(claim, position, listed.isFollowed());
      }
      claim = reader.claim(partition, position);
    }
    return new Found(claim, position, listed.isFollowed());
  }

  private record Listed(OptionalLong last, boolean isFollowed) {}

  private Listed lastUpTo(TopicPartition partition, long start, long offset) {
    long reach = FIRST_REACH;
    while (true) {
      long first = Math.max(start, offset - reach);
      Listed listed = list(partition, first, offset);
      if (listed.last().isPresent() || first == start) {
        return listed;
      }
      reach = reach > Long.MAX_VALUE / FURTHER ? Long.MAX_VALUE : reach * FURTHER;
    }
  }

  private Listed list(TopicPartition partition, long first, long offset) {
    long[] last = {-1};
    boolean isFollowed = false;
    try {
      store.list(
          layout.ledgerPrefix(partition),
          layout.entry(partition, first),
          object ->
              layout
                  .parseLedger(object.name())
                  .filter(Layout.LedgerName::isEntry)
                  .ifPresent(
                      name -> {
                        if (name.from() > offset) {
                          throw new Enough();
                        }
                        last[0] = name.from();
                      }));
    } catch (Enough enough) {
      isFollowed = true;
    }
    return new Listed(last[0] < 0 ? OptionalLong.empty() : OptionalLong.of(last[0]), isFollowed);
  }
}
