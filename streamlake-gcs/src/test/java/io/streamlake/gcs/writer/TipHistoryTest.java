package io.streamlake.gcs.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.CommitMetadata;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class TipHistoryTest {

  @Test
  void saysNothingWithoutATip() {
    assertThat(new TipHistory().metadata("c", 5)).isEmpty();
  }

  @Property
  void namesTheLastSegmentAtOrBelowEachOffsetThoughLaterOnesAreSafe( // trap 28
      @ForAll @LongRange(min = 0, max = 1_000) long from,
      @ForAll @NotEmpty List<@IntRange(min = 1, max = 20) Integer> lengths) {
    TipHistory tips = new TipHistory();
    tips.add(from, from);
    long end = from;
    for (int length : lengths) {
      tips.add(end, end + length);
      end += length;
    }

    long tip = from;
    long tipFrom = from;
    int index = 0;
    for (long offset = from; offset <= end + 3; offset++) {
      if (index < lengths.size() && tip + lengths.get(index) == offset) {
        tipFrom = tip;
        tip = offset;
        index++;
      }
      assertThat(CommitMetadata.parse(tips.metadata("c", offset)))
          .hasValue(new CommitMetadata("c", tipFrom, tip, offset));
    }
  }
}
