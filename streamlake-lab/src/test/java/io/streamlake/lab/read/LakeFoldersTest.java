package io.streamlake.lab.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LakeFoldersTest {

  private static final String UNKNOWN = "__HIVE_DEFAULT_PARTITION__";

  @Test
  void namesTheHourInUtc() {
    long time = Instant.parse("2024-02-29T23:59:59.999Z").toEpochMilli();

    assertThat(LakeFolders.HOUR.of(time)).isEqualTo("dt=2024-02-29/hour=23/");
    assertThat(LakeFolders.HOUR.of(time + 1)).isEqualTo("dt=2024-03-01/hour=00/");
    assertThat(LakeFolders.DAY.of(time)).isEqualTo("dt=2024-02-29/");
    assertThat(LakeFolders.NONE.of(time)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 946_684_799_999L, 4_133_980_800_000L, Long.MAX_VALUE})
  void keepsWhatIsDatedOutsideTwoThousandToTwentyOneHundredApart(long time) {
    assertThat(LakeFolders.HOUR.of(time)).isEqualTo("dt=" + UNKNOWN + "/hour=" + UNKNOWN + "/");
    assertThat(LakeFolders.DAY.of(time)).isEqualTo("dt=" + UNKNOWN + "/");
  }

  @Test
  void countsTheYearsTwoThousandAndTwentyOneHundredIn() {
    assertThat(LakeFolders.DAY.of(946_684_800_000L)).isEqualTo("dt=2000-01-01/");
    assertThat(LakeFolders.DAY.of(4_133_980_799_999L)).isEqualTo("dt=2100-12-31/");
  }
}
