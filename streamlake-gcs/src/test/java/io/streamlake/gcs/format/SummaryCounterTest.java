package io.streamlake.gcs.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SummaryCounterTest {

  private final SummaryCounter counter = new SummaryCounter();

  @Test
  void countsNoMissingTimestampAsTheEarliest() { // trap 38
    counter.count(0, 200);
    counter.count(1, 100);
    counter.count(2, -1);

    FileSummary summary = counter.summary(0, 0);

    assertThat(summary.minTimestampMs()).isEqualTo(100);
    assertThat(summary.maxTimestampMs()).isEqualTo(200);
  }

  @Test
  void hasNoTimestampsWhereNoRecordHasOne() { // trap 38
    counter.count(0, -1);

    FileSummary summary = counter.summary(0, 0);

    assertThat(summary.minTimestampMs()).isEqualTo(-1);
    assertThat(summary.maxTimestampMs()).isEqualTo(-1);
  }
}
