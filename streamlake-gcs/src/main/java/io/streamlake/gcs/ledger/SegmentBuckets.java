package io.streamlake.gcs.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * A chain's positions in at most 64 ranges, each with the sums of the data objects that its claims
 * name and of those that are there; so what differs is narrowed down without keeping any name. As
 * the chain grows neighbours are joined. Pure; for one thread.
 */
final class SegmentBuckets {

  private static final int MOST = 64;
  private static final int FIRST_CLAIMS = 256;

  private final List<Bucket> buckets = new ArrayList<>(List.of(new Bucket(0)));
  private int claimsEach = FIRST_CLAIMS;

  /** A range: from its start up to that of the next bucket. */
  private static final class Bucket {

    private final long start;
    private final FileSums claimed = new FileSums();
    private final FileSums found = new FileSums();
    private int claims;

    Bucket(long start) {
      this.start = start;
    }

    void join(Bucket next) {
      claimed.add(next.claimed);
      found.add(next.found);
      claims += next.claims;
    }
  }

  int count() {
    return buckets.size();
  }

  /** Opens the place of the next claim, which begins at a position above all others. */
  FileSums claimed(long from) {
    Bucket last = buckets.get(buckets.size() - 1);
    if (last.claims == claimsEach) {
      if (buckets.size() == MOST) {
        joinNeighbours();
      }
      last = new Bucket(from);
      buckets.add(last);
    }
    last.claims++;
    return last.claimed;
  }

  private void joinNeighbours() {
    for (int index = 0; index < MOST / 2; index++) {
      buckets.get(index).join(buckets.remove(index + 1));
    }
    claimsEach *= 2;
  }

  /** The place of a data object of a segment from a position. */
  FileSums found(long from) {
    return buckets.get(find(from)).found;
  }

  /** Whether what is there differs from what is claimed, in the range of a position. */
  boolean differsAt(long from, boolean byNameOnly) {
    return differs(buckets.get(find(from)), byNameOnly);
  }

  /** Whether what is there differs from what is claimed anywhere. */
  boolean differ(boolean byNameOnly) {
    return buckets.stream().anyMatch(bucket -> differs(bucket, byNameOnly));
  }

  private static boolean differs(Bucket bucket, boolean byNameOnly) {
    return byNameOnly
        ? !bucket.claimed.hasSameNames(bucket.found)
        : !bucket.claimed.hasSameObjects(bucket.found);
  }

  private int find(long from) {
    int low = 0;
    int high = buckets.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (buckets.get(middle).start <= from) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
