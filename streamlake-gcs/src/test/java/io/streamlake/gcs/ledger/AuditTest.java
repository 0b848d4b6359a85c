package io.streamlake.gcs.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlake.gcs.ledger.AuditReport.PartitionReport;
import io.streamlake.gcs.ledger.Finding.Kind;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import io.streamlake.gcs.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTest {

  private static final int BEST = 9;
  private static final int FASTEST = 1;

  private final Lake lake = new Lake().root(5).segment(5, 20).segment(20, 30).segment(30, 33);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void provesAnIntactLake(boolean deep) {
    AuditReport report = lake.audit(Duration.ofHours(1), deep);

    assertThat(report.findings()).isEmpty();
    assertThat(report.exitCode()).isZero();
    assertThat(report.partitions())
        .containsExactly(new PartitionReport("orders", 0, "c1", 5, 33, 3, 28, 0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void countsAsLostWhatAmendmentsSay(boolean deep) {
    lake.amend(5, 20, 20).amend(20, 30, 27).amend(30, 33, 31);

    AuditReport report = lake.audit(Duration.ofHours(1), deep);

    assertThat(report.findings()).isEmpty();
    assertThat(report.partitions())
        .containsExactly(new PartitionReport("orders", 0, "c1", 5, 33, 3, 5, 0, 23, 0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsWhatFitsNeitherAClaimNorItsAmendment(boolean deep) {
    lake.amend(20, 30, 27).replace(lake.dataName(20), lake.bytes(26, 30, 6));

    assertThat(kinds(lake.audit(Duration.ofHours(1), deep))).containsExactly(Kind.CORRUPT);
  }

  @Test
  void reportsADamagedAmendment() {
    lake.amend(20, 30, 27)
        .replace(lake.layout.amendment(Lake.PARTITION, 20, 1), "{".getBytes(UTF_8));

    assertThat(kinds(lake.audit())).containsExactly(Kind.CORRUPT);
  }

  @Test
  void reportsAGap() {
    lake.store.remove(lake.layout.entry(Lake.PARTITION, 20));

    AuditReport report = lake.audit();

    // The data of the missing claim is there, and the only copy: nothing may be moved away.
    assertThat(kinds(report)).containsExactly(Kind.GAP, Kind.GAP);
    assertThat(report.findings().get(1).object()).isEqualTo(lake.dataName(20));
    assertThat(report.findings())
        .allSatisfy(finding -> assertThat(finding.advice()).contains("Bring back the claim"));
    assertThat(report.exitCode()).isEqualTo(10);
  }

  @Test
  void reportsAChainThatDoesNotStartAtItsRoot() {
    assertThat(kinds(new Lake().root(0).segment(5, 20).audit())).containsExactly(Kind.GAP);

    Finding late = only(new Lake().root(9).segment(5, 20).audit());
    assertThat(late.kind()).isEqualTo(Kind.CORRUPT);
    assertThat(late.object()).isEqualTo(lake.layout.chainRoot(Lake.PARTITION));
    assertThat(late.advice()).contains("chain.json", "leave the claims");
  }

  @Test
  void reportsClaimsThatOverlap() {
    lake.segment(25, 33);

    AuditReport report = lake.audit();

    assertThat(kinds(report)).containsExactly(Kind.OVERLAP, Kind.OVERLAP);
    assertThat(report.exitCode()).isEqualTo(11);
  }

  @Test
  void reportsADataObjectThatNoClaimNames() {
    lake.store.overwrite(lake.dataName(7), new byte[0], Map.of());

    AuditReport report = lake.audit();

    assertThat(kinds(report)).containsExactly(Kind.OVERLAP);
    assertThat(report.findings().get(0).object()).isEqualTo(lake.dataName(7));
  }

  @Test
  void ignoresWhatWasClaimedAfterTheLedgerWasListed() {
    lake.store.inject(
        (moment, call) -> {
          if (moment == Moment.AFTER
              && call.operation() == Operation.LIST
              && call.name().contains("_ledger")) {
            lake.store.heal();
            lake.segment(33, 40);
          }
        });

    assertThat(lake.audit().findings()).isEmpty();
  }

  @Test
  void asksOnceMoreForAClaimThatTheListingLacks() {
    Lake racing = new Lake().root(0).segment(10, 20);
    racing.store.inject(
        (moment, call) -> {
          if (moment == Moment.AFTER && call.operation() == Operation.LIST) {
            racing.store.heal();
            racing.segment(0, 4).segment(4, 10);
          }
        });

    assertThat(racing.audit().findings()).isEmpty();
  }

  @Test
  void reportsAMissingObjectBelowTheTipAtOnce() {
    lake.store.remove(lake.dataName(20));

    AuditReport report = lake.audit(Duration.ZERO, false);

    assertThat(kinds(report)).containsExactly(Kind.MISSING);
    assertThat(report.exitCode()).isEqualTo(12);
    assertThat(report.findings().get(0).object()).isEqualTo(lake.dataName(20));
  }

  @Test
  void takesAYoungTipForInFlightAndAnOldOneForIncomplete() {
    lake.store.remove(lake.dataName(30));

    AuditReport young = lake.audit(Duration.ofMinutes(14), false);
    AuditReport old = lake.audit(Duration.ofMinutes(15), false);

    assertThat(kinds(young)).containsExactly(Kind.IN_FLIGHT);
    assertThat(young.exitCode()).isZero();
    assertThat(kinds(old)).containsExactly(Kind.INCOMPLETE);
    assertThat(old.exitCode()).isEqualTo(13);
  }

  @Test
  void acceptsOtherBytesOfTheSameContent() {
    Lake other = new Lake().root(0);
    long next = 2_000;
    other.claim(0, next, BEST);
    byte[] bytes = other.bytes(0, next, FASTEST);
    assertThat(bytes).isNotEqualTo(other.bytes(0, next, BEST));

    other.replace(other.dataName(0), bytes);

    assertThat(other.audit().findings()).isEmpty();
  }

  @Test
  void reportsOtherContent() {
    lake.replace(lake.dataName(20), lake.bytes(20, 29, BEST));

    AuditReport report = lake.audit();

    assertThat(kinds(report)).containsExactly(Kind.CORRUPT);
    assertThat(report.findings().get(0).message()).contains("content is sha256:");
    assertThat(report.exitCode()).isEqualTo(12);
  }

  @Test
  void reportsAnObjectThatCannotBeDecoded() {
    lake.replace(lake.dataName(20), "damaged".getBytes(UTF_8));

    assertThat(kinds(lake.audit())).containsExactly(Kind.CORRUPT);
  }

  @Test
  void findsByDecodingWhatMetadataHides() {
    LedgerEntry claim = LedgerJson.readEntry("e", claimJson(20));
    Map<String, String> metadata = ObjectMetadata.of(claim, claim.files().get(0));
    lake.store.overwrite(lake.dataName(20), lake.bytes(5, 15, BEST), metadata);

    assertThat(lake.audit(Duration.ofHours(1), false).findings()).isEmpty();
    assertThat(kinds(lake.audit(Duration.ofHours(1), true))).containsExactly(Kind.CORRUPT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "[1]", "not json"})
  void reportsADamagedClaimAndGoesOn(String json) {
    lake.replace(lake.layout.entry(Lake.PARTITION, 20), json.getBytes(UTF_8));

    AuditReport report = lake.audit();

    assertThat(kinds(report)).containsExactly(Kind.CORRUPT);
    assertThat(report.partitions().get(0).records()).isEqualTo(18);
  }

  @Test
  void reportsAClaimUnderAnothersName() {
    lake.replace(lake.layout.entry(Lake.PARTITION, 20), claimJson(5));

    assertThat(kinds(lake.audit())).contains(Kind.CORRUPT);
  }

  @Test
  void reportsADamagedAndAMissingRoot() {
    lake.replace(lake.layout.chainRoot(Lake.PARTITION), new byte[0]);
    assertThat(kinds(lake.audit())).containsExactly(Kind.CORRUPT);

    lake.store.remove(lake.layout.chainRoot(Lake.PARTITION));
    assertThat(kinds(lake.audit())).containsExactly(Kind.MISSING);
  }

  @Test
  void takesNoUnansweredQuestionForDamage() {
    lake.store.inject(
        (moment, call) -> {
          if (call.operation() == Operation.READ) {
            throw new StoreException(StoreException.Kind.TRANSIENT, "no answer", null);
          }
        });

    assertThatThrownBy(lake::audit).isInstanceOf(StoreException.class).hasMessage("no answer");
  }

  @Test
  void tellsProgramsTheSame() throws IOException {
    lake.store.remove(lake.dataName(20));

    String json = new String(lake.audit().toJson(), UTF_8);

    assertThat(new ObjectMapper().readTree(json).at("/findings/0/kind").asText())
        .isEqualTo("MISSING");
    assertThat(new ObjectMapper().readTree(json).at("/findings/0/advice").asText())
        .startsWith("Bring it back");
    assertThat(new ObjectMapper().readTree(json).at("/unproved/1").asText())
        .contains("beyond the last claims");
    assertThat(new ObjectMapper().readTree(json).at("/partitions/0/dead_letters").asLong(-1))
        .isZero();
  }

  @Test
  void saysWhatAbsentOffsetsWereOnlyTheLogCouldProve() {
    AuditReport.PartitionReport some =
        new PartitionReport("orders", 0, "c1", 5, 33, 3, 26, 0, 0, 2);
    AuditReport report = new AuditReport("gs://b", "shop", true, List.of(some), List.of());

    assertThat(new String(report.toJson(), UTF_8)).contains("what the 2 absent offsets were");
    assertThat(lake.audit().unproved()).noneMatch(each -> each.contains("absent"));
  }

  @Test
  void tellsOfItsProgressAfterEachObjectWhereDataIsRead() {
    List<AuditOptions.Progress> told = new ArrayList<>();
    AuditOptions options =
        new AuditOptions(
            Optional.of("orders"), Duration.ofMinutes(15), true, Lake.CLAIMED, told::add);

    Audit.run(lake.store, lake.layout, options);

    assertThat(told).hasSize(6).last().isEqualTo(new AuditOptions.Progress("orders", 3, 3));
  }

  @Test
  void leavesTheLakeAsItIs() {
    long creates = creates();

    lake.audit(Duration.ofHours(1), true);

    assertThat(creates()).isEqualTo(creates);
  }

  private long creates() {
    return lake.store.calls().stream().filter(call -> call.operation() == Operation.CREATE).count();
  }

  private byte[] claimJson(long from) {
    return lake.store.read(lake.layout.entry(Lake.PARTITION, from)).orElseThrow();
  }

  private static Finding only(AuditReport report) {
    assertThat(report.findings()).hasSize(1);
    return report.findings().get(0);
  }

  private static List<Kind> kinds(AuditReport report) {
    return report.findings().stream().map(Finding::kind).toList();
  }
}
