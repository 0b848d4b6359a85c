package io.streamlake.gcs.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.Folders;
import io.streamlake.gcs.stage.RollPolicy;
import io.streamlake.gcs.writer.Forecast.Concern;
import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ForecastTest {

  private static final long MIB = 1L << 20;

  private static RollPolicy age(Duration age) {
    return new RollPolicy(128 * MIB, 5_000_000, age);
  }

  @Example
  void countsAClaimAndAnObjectASegmentAndOneMoreObjectAFolder() {
    Forecast forecast = Forecast.of(age(Duration.ofMinutes(10)), Folders.HOUR, 1_000, 2_000);

    assertThat(forecast.filesPerDay()).isEqualTo(1_000 * (144 + 24));
    assertThat(forecast.createsPerDay()).isEqualTo(1_000 * (144 + 24 + 144));
    assertThat(forecast.concerns()).isEmpty();
  }

  @Example
  void countsNoFoldersWhereThereAreNone() {
    assertThat(Forecast.of(age(Duration.ofHours(1)), Folders.NONE, 3, 3))
        .returns(3 * 24L, Forecast::filesPerDay)
        .returns(3 * 48L, Forecast::createsPerDay);
  }

  @Example
  void warnsOfSettingsThatMakeSmallFiles() {
    assertThat(Forecast.of(age(Duration.ofSeconds(59)), Folders.DAY, 1, 2).concerns())
        .containsExactly(Concern.SHORT_AGE);
    Duration usual = Duration.ofMinutes(10);
    assertThat(Forecast.of(new RollPolicy(MIB - 1, 1_000, usual), Folders.DAY, 1, 2).concerns())
        .containsExactly(Concern.FEW_BYTES);
    assertThat(Forecast.of(new RollPolicy(MIB, 999, usual), Folders.DAY, 1, 2).concerns())
        .containsExactly(Concern.FEW_RECORDS);
  }

  @Example
  void warnsOfMoreCreatesThanABucketTakesAtFirst() {
    assertThat(Forecast.of(age(Duration.ofMinutes(1)), Folders.NONE, 30_000, 60_000).concerns())
        .isEmpty();
    assertThat(Forecast.of(age(Duration.ofMinutes(1)), Folders.NONE, 30_001, 60_000).concerns())
        .containsExactly(Concern.MANY_CREATES);
  }

  @Example
  void warnsOfFewerOpenFilesThanTwoAPartition() {
    Duration usual = Duration.ofMinutes(10);
    assertThat(Forecast.of(age(usual), Folders.HOUR, 256, 512).concerns()).isEmpty();
    assertThat(Forecast.of(age(usual), Folders.HOUR, 257, 512).concerns())
        .containsExactly(Concern.FEW_OPEN_FILES);
    assertThat(Forecast.of(age(usual), Folders.NONE, 512, 512).concerns()).isEmpty();
  }

  @Property
  void growsWithPartitionsAndWithShorterAges(
      @ForAll @LongRange(min = 1, max = 200_000_000_000L) long millis,
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long longer,
      @ForAll @IntRange(min = 0, max = 2_000_000) int partitions,
      @ForAll @IntRange(min = 0, max = 2_000_000) int more,
      @ForAll Folders folders) {
    Forecast forecast = Forecast.of(age(Duration.ofMillis(millis)), folders, partitions, 512);

    Duration later = Duration.ofMillis(millis + longer);
    assertThat(Forecast.of(age(later), folders, partitions, 512).createsPerDay())
        .isLessThanOrEqualTo(forecast.createsPerDay());
    assertThat(
            Forecast.of(age(Duration.ofMillis(millis)), folders, partitions + more, 512)
                .filesPerDay())
        .isGreaterThanOrEqualTo(forecast.filesPerDay());
  }

  @Property
  void neverExpectsFewerFilesThanClaims(
      @ForAll @LongRange(min = 1) long nanos,
      @ForAll @IntRange(min = 0) int partitions,
      @ForAll Folders folders) {
    Forecast forecast = Forecast.of(age(Duration.ofNanos(nanos)), folders, partitions, 512);

    assertThat(forecast.filesPerDay()).isNotNegative();
    assertThat(forecast.createsPerDay())
        .isBetween(forecast.filesPerDay(), 2 * forecast.filesPerDay());
  }
}
