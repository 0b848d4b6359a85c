package io.streamlake.gcs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.kafka.common.TopicPartition;

class ChainAuditTest {

  private static final Instant NOW = Instant.parse("2026-11-23T17:00:00Z");
  private static final TopicPartition PARTITION = new TopicPartition("t", 1);

  private record Chain(Read<ChainRoot> root, List<Read<LedgerEntry>> claims) {}

  @Property
  void findsNothingInAChainWithoutSeams(@ForAll("cuts") List<Long> cuts) {
    assertThat(kinds(chain(cuts.get(0), claims(cuts)))).isEmpty();
  }

  @Property
  void findsExactlyTheGapOfAClaimTakenOut(
      @ForAll("cuts") List<Long> cuts, @ForAll @IntRange(max = 1_000) int which) {
    List<Read<LedgerEntry>> claims = claims(cuts);
    Read<LedgerEntry> last = claims.get(claims.size() - 1);
    Read<LedgerEntry> removed = claims.remove(which % claims.size());

    // Without its last claim a chain is just shorter.
    assertThat(kinds(chain(cuts.get(0), claims)))
        .isEqualTo(removed.equals(last) ? List.of() : List.of(Kind.GAP));
  }

  @Property
  void findsEveryClaimThatBeginsInAnother(
      @ForAll("cuts") List<Long> cuts, @ForAll @LongRange(min = 1, max = 5) long overlap) {
    List<Read<LedgerEntry>> claims = claims(cuts);
    long end = cuts.get(cuts.size() - 1);
    claims.add(claim(end - overlap, end + 1));

    assertThat(kinds(chain(cuts.get(0), claims))).containsExactly(Kind.OVERLAP);
  }

  @Property
  void findsADamagedClaimButNoGapAroundIt(
      @ForAll("cuts") List<Long> cuts, @ForAll @IntRange(max = 1_000) int which) {
    List<Read<LedgerEntry>> claims = claims(cuts);
    int index = which % claims.size();
    claims.set(index, Read.damaged("name", claims.get(index).from(), "damaged"));

    assertThat(kinds(chain(cuts.get(0), claims))).containsExactly(Kind.CORRUPT);
  }

  @Property
  void blamesTheRootThatNoClaimIsOf(
      @ForAll("cuts") List<Long> cuts, @ForAll @LongRange(max = 2_000) long start) {
    ChainRoot root = new ChainRoot(1, null, null, "other", start, "earliest", NOW);

    List<Finding> findings = findings(new Chain(Read.of("root", -1, root), claims(cuts)));

    assertThat(findings).extracting(Finding::kind).containsExactly(Kind.CORRUPT);
    assertThat(findings.get(0).object()).isEqualTo("root");
    assertThat(findings.get(0).advice()).contains("chain.json", "leave the claims");
  }

  @Property
  void blamesClaimsOfAnotherChainAmongThoseOfTheRoot(
      @ForAll("cuts") List<Long> cuts, @ForAll @IntRange(min = 1, max = 3) int count) {
    List<Read<LedgerEntry>> claims = claims(cuts);
    int first = claims.size();
    long end = cuts.get(cuts.size() - 1);
    for (int number = 0; number < count; number++) {
      claims.add(claim("other", end + number, end + number + 1));
    }

    List<Finding> findings = findings(chain(cuts.get(0), claims));

    assertThat(findings).extracting(Finding::kind).containsExactly(Kind.CORRUPT);
    assertThat(findings.get(0).object()).isEqualTo(claims.get(first).name());
    assertThat(findings.get(0).advice()).contains("leave the data");
  }

  @Property
  void blamesClaimsOfDifferentChainsOneByOne(@ForAll("cuts") List<Long> cuts) {
    List<Read<LedgerEntry>> claims = claims(cuts);
    long end = cuts.get(cuts.size() - 1);
    claims.add(claim("another", end, end + 1));
    ChainRoot root = new ChainRoot(1, null, null, "other", cuts.get(0), "earliest", NOW);

    assertThat(kinds(new Chain(Read.of("root", -1, root), claims)))
        .containsExactly(Kind.CORRUPT, Kind.CORRUPT);
  }

  @Provide
  Arbitrary<List<Long>> cuts() {
    return Arbitraries.longs()
        .between(0, 200)
        .map(cut -> cut * 10)
        .list()
        .uniqueElements()
        .ofMinSize(2)
        .ofMaxSize(12)
        .map(
            cuts -> {
              List<Long> sorted = new ArrayList<>(cuts);
              Collections.sort(sorted);
              return sorted;
            });
  }

  @Property
  void accountsForEveryPosition(@ForAll("cuts") List<Long> cuts) {
    Chain chain = chain(cuts.get(0), claims(cuts));
    ChainAudit audit = new ChainAudit(PARTITION, chain.root());

    chain.claims().forEach(audit::next);

    assertThat(audit.tip()).isEqualTo(cuts.get(cuts.size() - 1));
    assertThat(audit.report().absent()).isEqualTo(audit.tip() - cuts.get(0));
    assertThat(audit.report().segments()).isEqualTo(cuts.size() - 1);
  }

  private static List<Kind> kinds(Chain chain) {
    return findings(chain).stream().map(Finding::kind).toList();
  }

  private static List<Finding> findings(Chain chain) {
    ChainAudit audit = new ChainAudit(PARTITION, chain.root());
    List<Finding> findings = new ArrayList<>(audit.rootFindings());
    chain.claims().forEach(claim -> findings.addAll(audit.next(claim)));
    findings.addAll(audit.end());
    return findings;
  }

  private static Chain chain(long from, List<Read<LedgerEntry>> claims) {
    ChainRoot root = new ChainRoot(1, null, null, "c", from, "earliest", NOW);
    return new Chain(Read.of("root", -1, root), claims);
  }

  private static List<Read<LedgerEntry>> claims(List<Long> cuts) {
    List<Read<LedgerEntry>> claims = new ArrayList<>();
    for (int index = 1; index < cuts.size(); index++) {
      claims.add(claim(cuts.get(index - 1), cuts.get(index)));
    }
    return claims;
  }

  private static Read<LedgerEntry> claim(long from, long next) {
    return claim("c", from, next);
  }

  private static Read<LedgerEntry> claim(String chain, long from, long next) {
    LedgerEntry entry =
        new LedgerEntry(
            1,
            chain,
            null,
            "t",
            null,
            1,
            from,
            next,
            "n",
            0,
            List.of(),
            List.of(),
            next - from,
            List.of(),
            "jsonl",
            "none",
            "none",
            "read_committed",
            "w",
            NOW);
    return Read.of("claim " + from, from, entry);
  }
}
