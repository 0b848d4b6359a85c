package io.streamlake.gcs.complete;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class CompletenessRuleTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final Instant LONG_AGO = Instant.EPOCH;
  private static final CompletenessRule RULE =
      new CompletenessRule(Duration.ofMinutes(15), Duration.ofHours(1));

  @Property
  void passesNothingThatAPartitionHasNotPassed(
      @ForAll @NotEmpty List<@From("partitions") PartitionProgress> partitions) {
    long watermark = RULE.watermarkMs(partitions, LONG_AGO, NOW);

    assertThat(partitions)
        .allSatisfy(
            each ->
                assertThat(watermark).isLessThanOrEqualTo(each.watermarkMs(NOW, RULE.idleAfter())));
  }

  @Property
  void neverGoesFurtherBecauseOfOneMorePartition(
      @ForAll @NotEmpty List<@From("partitions") PartitionProgress> partitions,
      @ForAll("partitions") PartitionProgress another) {
    List<PartitionProgress> more = new ArrayList<>(partitions);
    more.add(another);

    assertThat(RULE.watermarkMs(more, LONG_AGO, NOW))
        .isLessThanOrEqualTo(RULE.watermarkMs(partitions, LONG_AGO, NOW));
  }

  @Property
  void isNeverAheadOfTheClock(@ForAll("partitions") PartitionProgress partition) {
    assertThat(partition.watermarkMs(NOW, RULE.idleAfter()))
        .isLessThanOrEqualTo(Math.max(partition.watermarkMs(), NOW.toEpochMilli()));
  }

  @Property
  void neverGoesBack(@ForAll("partitions") PartitionProgress partition, @ForAll("later") int wait) {
    assertThat(RULE.watermarkMs(List.of(partition), LONG_AGO, NOW.plusSeconds(wait)))
        .isGreaterThanOrEqualTo(RULE.watermarkMs(List.of(partition), LONG_AGO, NOW));
  }

  @Property
  void takesNoPartitionForQuietThatWasNotWatchedForThatLong(
      @ForAll("partitions") PartitionProgress partition, @ForAll("later") int watched) {
    long watermark = RULE.watermarkMs(List.of(partition), NOW, NOW.plusSeconds(watched));

    if (watched < RULE.idleAfter().toSeconds()) {
      assertThat(watermark).isEqualTo(partition.watermarkMs());
    } else {
      assertThat(watermark)
          .isEqualTo(partition.watermarkMs(NOW.plusSeconds(watched), RULE.idleAfter()));
    }
  }

  @Test
  void waitsForTheEndAndTheLateness() {
    assertThat(RULE.isComplete(10_000, 10_000 + 899_999)).isFalse();
    assertThat(RULE.isComplete(10_000, 10_000 + 900_000)).isTrue();
  }

  @Test
  void isHeldBackByNoIdlePartitionButByOneWithAClaimUnderWay() {
    PartitionProgress quiet = PartitionProgress.start(0, NOW.minusSeconds(3_600));
    PartitionProgress busy = PartitionProgress.start(0, NOW.minusSeconds(3_599));

    assertThat(RULE.watermarkMs(List.of(quiet), LONG_AGO, NOW)) // trap 31
        .isEqualTo(NOW.minusSeconds(3_600).toEpochMilli());
    assertThat(RULE.watermarkMs(List.of(quiet.pending()), LONG_AGO, NOW))
        .isEqualTo(PartitionProgress.NEVER);
    assertThat(RULE.watermarkMs(List.of(busy), LONG_AGO, NOW)).isEqualTo(PartitionProgress.NEVER);
    assertThat(RULE.watermarkMs(List.of(), LONG_AGO, NOW)).isEqualTo(PartitionProgress.NEVER);
  }

  @Test
  void knowsWhereAFoldersTimeEnds() {
    assertThat(FolderTime.endMs("dt=1970-01-02/hour=23")).hasValue(172_800_000);
    assertThat(FolderTime.endMs("dt=1970-01-02")).hasValue(172_800_000);
    assertThat(FolderTime.endMs("dt=__HIVE_DEFAULT_PARTITION__")).isEmpty();
    assertThat(FolderTime.endMs("dt=1970-13-02/hour=23")).isEmpty();
    assertThat(FolderTime.endMs("")).isEmpty();
  }

  @Provide
  Arbitrary<PartitionProgress> partitions() {
    return Combinators.combine(
            Arbitraries.longs().between(-1, 1_000_000_000L),
            Arbitraries.integers().between(0, 10_000),
            Arbitraries.of(true, false))
        .as(
            (watermark, age, isPending) ->
                new PartitionProgress(7, watermark, NOW.minusSeconds(age), isPending));
  }

  @Provide
  Arbitrary<Integer> later() {
    return Arbitraries.integers().between(0, 100_000);
  }
}
