package io.streamlake.gcs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SegmentBucketsTest {

  @Property(tries = 50)
  void findExactlyTheRangeOfWhatIsMissing(
      @ForAll @IntRange(min = 1, max = 40_000) int claims, @ForAll @IntRange(max = 40_000) int at) {
    SegmentBuckets buckets = new SegmentBuckets();
    int missing = at % claims;
    for (int claim = 0; claim < claims; claim++) {
      add(buckets.claimed(10L * claim), claim);
    }
    for (int claim = 0; claim < claims; claim++) {
      if (claim != missing) {
        add(buckets.found(10L * claim), claim);
      }
    }
    assertThat(buckets.count()).isLessThanOrEqualTo(64);
    assertThat(buckets.differ(false)).isTrue();
    assertThat(buckets.differsAt(10L * missing, false)).isTrue();
    long suspects = 0;
    for (int claim = 0; claim < claims; claim++) {
      suspects += buckets.differsAt(10L * claim, true) ? 1 : 0;
    }
    assertThat(suspects).isLessThanOrEqualTo(Math.max(256, claims / 16));

    add(buckets.found(10L * missing), missing);
    assertThat(buckets.differ(false)).isFalse();
  }

  private static void add(FileSums sums, int claim) {
    sums.add("object " + claim, Optional.empty(), claim, OptionalInt.of(claim));
  }
}
