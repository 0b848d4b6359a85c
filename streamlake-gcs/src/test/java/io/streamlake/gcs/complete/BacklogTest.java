package io.streamlake.gcs.complete;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.ChainRoot;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final CompletenessRule RULE =
      new CompletenessRule(Duration.ofMinutes(15), Duration.ofHours(1));

  @Property
  void letsNoPartitionPassMoreThanItsClaimsWhileItsLogHasMore(
      @ForAll("chains") Map<Integer, PartitionProgress> chains,
      @ForAll("logs") Map<Integer, LogEnd> log) {
    long watermark = watermarkMs(chains, log);

    chains.forEach(
        (number, chain) -> {
          LogEnd end = log.get(number);
          if (end == null || (!end.isEmpty() && chain.position() < end.end())) {
            assertThat(watermark).isLessThanOrEqualTo(chain.watermarkMs());
          }
        });
  }

  @Property
  void letsNothingPassARecordWithoutAChain(
      @ForAll("chains") Map<Integer, PartitionProgress> chains,
      @ForAll("logs") Map<Integer, LogEnd> log) {
    boolean hasUnlanded =
        log.entrySet().stream()
            .anyMatch(each -> !chains.containsKey(each.getKey()) && !each.getValue().isEmpty());

    if (hasUnlanded) {
      assertThat(watermarkMs(chains, log)).isEqualTo(PartitionProgress.NEVER);
    }
  }

  @Property
  void neverGoesFurtherBecauseOfMoreInTheLog(
      @ForAll("chains") Map<Integer, PartitionProgress> chains,
      @ForAll("logs") Map<Integer, LogEnd> log,
      @ForAll @IntRange(max = 3) int partition,
      @ForAll @IntRange(max = 20) int more) {
    Map<Integer, LogEnd> longer = new HashMap<>(log);
    longer.computeIfPresent(
        partition,
        (number, end) -> end(end.beginning(), Math.max(end.beginning(), end.end()) + more));

    if (!chains.isEmpty()) {
      assertThat(watermarkMs(chains, longer)).isLessThanOrEqualTo(watermarkMs(chains, log));
    }
  }

  @Test
  void isOnlyAsLongAsTheLogOfTheChainsOwnTopic() {
    Backlog backlog =
        new Backlog(
            new TopicLog("new", Map.of(0, end(0, 9), 1, end(0, 9))), Map.of(0, root("old")));
    PartitionProgress known = chain(4, 0, 7_200);

    assertThat(backlog.heldBy(Map.of(0, known, 1, known)))
        .containsExactlyInAnyOrder(known, known.pending());
  }

  private static long watermarkMs(
      Map<Integer, PartitionProgress> chains, Map<Integer, LogEnd> log) {
    Map<Integer, ChainRoot> roots = new HashMap<>();
    chains.keySet().forEach(number -> roots.put(number, root("id")));
    List<PartitionProgress> held = new Backlog(new TopicLog("id", log), roots).heldBy(chains);
    return RULE.watermarkMs(held, Instant.EPOCH, NOW);
  }

  private static ChainRoot root(String topicId) {
    return new ChainRoot(1, "k", topicId, "c1", 0, "earliest", NOW);
  }

  private static PartitionProgress chain(long position, long watermarkMs, int age) {
    return new PartitionProgress(position, watermarkMs, NOW.minusSeconds(age), false);
  }

  private static LogEnd end(long beginning, long end) {
    return new LogEnd(beginning, end, Optional.empty());
  }

  @Provide
  Arbitrary<Map<Integer, PartitionProgress>> chains() {
    Arbitrary<PartitionProgress> chain =
        Combinators.combine(
                Arbitraries.longs().between(0, 20),
                Arbitraries.longs().between(-1, 1_000_000_000L),
                Arbitraries.integers().between(0, 10_000))
            .as(BacklogTest::chain);
    return Arbitraries.maps(Arbitraries.integers().between(0, 3), chain);
  }

  @Provide
  Arbitrary<Map<Integer, LogEnd>> logs() {
    Arbitrary<Long> offsets = Arbitraries.longs().between(0, 20);
    return Arbitraries.maps(
        Arbitraries.integers().between(0, 3),
        Combinators.combine(offsets, offsets).as(BacklogTest::end));
  }
}
