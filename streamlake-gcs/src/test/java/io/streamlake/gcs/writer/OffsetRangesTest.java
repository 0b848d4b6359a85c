package io.streamlake.gcs.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.OffsetRange;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class OffsetRangesTest {

  @Property
  void holdsWhatWasAddedInTheFewestRanges(
      @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 80) Long> offsets) {
    OffsetRanges ranges = new OffsetRanges();
    offsets.forEach(ranges::add);

    TreeSet<Long> expected = new TreeSet<>(offsets);
    List<Long> found =
        ranges.toList().stream()
            .flatMap(range -> LongStream.rangeClosed(range.first(), range.last()).boxed())
            .collect(Collectors.toList());
    long beginnings = expected.stream().filter(offset -> !expected.contains(offset - 1)).count();
    assertThat(found).containsExactlyElementsOf(expected);
    assertThat(ranges.count()).isEqualTo(expected.size());
    assertThat(ranges.size()).isEqualTo((int) beginnings);
    assertThat(ranges.toList()).extracting(OffsetRange::first).isSorted();
  }
}
