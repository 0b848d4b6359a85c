package io.streamlake.lab.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.data.Contents;
import io.streamlake.lab.data.RawContent;
import io.streamlake.lab.data.RecordPlace;
import io.streamlake.lab.data.TopicSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

class LakeComparisonTest {

  private static final List<RawContent> CONTENTS = Contents.hard(3, 30);

  private final TopicSnapshot snapshot = Contents.snapshot("t", 100, CONTENTS);
  private final LakeComparison comparison = new LakeComparison(snapshot);

  @Test
  void isExactWhenEveryRecordLandedOnceInAnyOrder() {
    for (int index = 29; index >= 0; index--) {
      comparison.add(landed(0, 100 + index, CONTENTS.get(index)));
    }

    LakeReport report = comparison.report();

    assertThat(report.isExact()).isTrue();
    assertThat(report.toString()).startsWith("30 records landed of 30\nmissing: 0\n");
  }

  @Test
  void countsEveryKindOfDifferenceAndNamesTheFirstTen() {
    comparison.add(landed(0, 100, CONTENTS.get(0)));
    comparison.add(landed(0, 100, CONTENTS.get(0)));
    comparison.add(landed(0, 101, CONTENTS.get(2)));
    comparison.add(landed(0, 99, CONTENTS.get(0)));
    comparison.add(landed(1, 100, CONTENTS.get(0)));

    LakeReport report = comparison.report();

    assertThat(report.isExact()).isFalse();
    assertThat(report.count("missing")).isEqualTo(28);
    assertThat(report.count("duplicated")).isEqualTo(1);
    assertThat(report.count("different")).isEqualTo(1);
    assertThat(report.count("extra")).isEqualTo(2);
    assertThat(report.toString())
        .contains("missing: 28\n  t-0@102\n", "  t-0@111\n  and 18 more\n")
        .contains("duplicated: 1\n  t-0@100 in o\n", "different: 1\n  t-0@101 in o\n")
        .contains("extra: 2\n  t-0@99 in o\n  t-1@100 in o\n");
  }

  @Test
  void leavesRecordsOfOtherTopicsAlone() {
    RecordPlace place = new RecordPlace("u", 0, 100);
    comparison.add(new LandedRecord("o", place, CONTENTS.get(0)));

    assertThat(comparison.report().landed()).isZero();
  }

  private static LandedRecord landed(int partition, long offset, RawContent content) {
    return new LandedRecord("o", new RecordPlace("t", partition, offset), content);
  }
}
