package io.streamlake.gcs.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlake.gcs.ledger.AuditReport.PartitionReport;
import io.streamlake.gcs.ledger.Finding.Kind;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import io.streamlake.gcs.store.StoreException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsThatTheLastClaimsAreGoneThoughTheirDataIsThere(boolean deep) {
    lake.store.remove(lake.layout.entry(Lake.PARTITION, 30));
    lake.store.remove(lake.layout.entry(Lake.PARTITION, 20));

    AuditReport report = lake.audit(Duration.ZERO, deep);

    Finding gone = only(report);
    assertThat(gone.kind()).isEqualTo(Kind.GAP);
    assertThat(gone.object()).isEqualTo(lake.dataName(20));
    assertThat(gone.message())
        .contains("the claims that name this data object and 1 more, up to " + lake.dataName(30))
        .contains(lake.layout.entry(Lake.PARTITION, 20));
    assertThat(gone.advice()).contains("from a version or a backup", "move nothing away");
    assertThat(report.exitCode()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tellsAClaimThatIsGoneFromASecondObjectOfItsRange(boolean deep) {
    String stray = lake.dataName(30).replace("hour=17", "hour=18");
    lake.store.overwrite(stray, new byte[0], Map.of());
    lake.store.overwrite(stray.replace("0030.", "0020."), new byte[0], Map.of());
    lake.store.overwrite(lake.dataName(40), new byte[0], Map.of());

    AuditReport report = lake.audit(Duration.ofHours(1), deep);

    assertThat(report.findings())
        .extracting(Finding::kind, Finding::object)
        .containsExactlyInAnyOrder(
            tuple(Kind.OVERLAP, stray),
            tuple(Kind.OVERLAP, stray.replace("0030.", "0020.")),
            tuple(Kind.GAP, lake.dataName(40)));
  }

  @Test
  void reportsDataBelowItsChainAsDataWhoseClaimIsGone() {
    lake.store.overwrite(lake.dataName(2), new byte[0], Map.of());

    assertThat(only(lake.audit()).message())
        .isEqualTo(
            "the claim that names this data object is gone: "
                + lake.layout.entry(Lake.PARTITION, 2));
  }

  @Test
  void reportsThatAllClaimsAreGoneButTheRoot() {
    List.of(5, 20, 30).forEach(from -> lake.store.remove(lake.layout.entry(Lake.PARTITION, from)));

    assertThat(only(lake.audit()).message()).contains("and 2 more");
  }

  @Test
  void tellsTheClaimsOfATopicApartFromThoseOfItsSuccessor() {
    TopicPartition successor = RecreatedTopic.place(Lake.PARTITION, "id");
    String object = lake.layout.dataObject(successor, 20, "dt=2026-11-23/hour=17", "jsonl.gz");
    lake.store.overwrite(object, new byte[0], Map.of());

    Finding gone = only(lake.audit());

    assertThat(gone.topic()).isEqualTo("orders~id");
    assertThat(gone.message()).contains(lake.layout.entry(successor, 20));
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
  void blamesTheRootThatWasReplacedAndNoClaim() {
    lake.store.remove(lake.layout.chainRoot(Lake.PARTITION));
    ChainRoot other = new ChainRoot(1, "k", null, "c2", 33, "latest", Lake.CLAIMED);
    lake.replace(lake.layout.chainRoot(Lake.PARTITION), LedgerJson.write(other));

    Finding replaced = only(lake.audit());

    assertThat(replaced.object()).isEqualTo(lake.layout.chainRoot(Lake.PARTITION));
    assertThat(replaced.message()).isEqualTo("tells of chain c2, but every claim is of c1");
    assertThat(replaced.advice()).contains("chain.json").doesNotContain("moved away");
  }

  @Test
  void advisesToMoveAwayOnlyWhatItsWriterCreatesAnew() {
    lake.replace(lake.dataName(20), "damaged".getBytes(UTF_8));
    lake.replace(lake.dataName(30), "damaged".getBytes(UTF_8));
    lake.replace(lake.layout.entry(Lake.PARTITION, 5), new byte[0]);

    assertThat(lake.audit().findings())
        .extracting(Finding::object, finding -> finding.advice().contains("move it away"))
        .containsExactlyInAnyOrder(
            tuple(lake.layout.entry(Lake.PARTITION, 5), false),
            tuple(lake.dataName(20), false),
            tuple(lake.dataName(30), true));
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
  void reportsDataOfAPartitionWithoutLedger() {
    Lake bare = new Lake();
    bare.store.overwrite(bare.dataName(7), new byte[0], Map.of());

    assertThat(kinds(bare.audit())).containsExactly(Kind.GAP);
  }

  @Test
  void ignoresAPartitionThatBeganAfterTheLedgerWasListed() {
    Lake bare = new Lake();
    bare.store.inject(
        (moment, call) -> {
          if (moment == Moment.AFTER && call.operation() == Operation.LIST) {
            bare.store.heal();
            bare.root(5).segment(5, 20);
          }
        });

    assertThat(bare.audit().findings()).isEmpty();
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
  @CsvSource({
    "first_offset,20,21",
    "last_offset,29,28",
    "min_timestamp_ms,1795453200000,17",
    "max_timestamp_ms,1795453200000,1795453200001",
    "bytes,[0-9]+,17"
  })
  void provesEveryFigureOfAClaimByReadingItsData(String field, String figure, String altered) {
    String claim = new String(claimJson(20), UTF_8);
    String damaged =
        claim
            .replaceAll("\"records\":10", "\"records\":8") // as few as both offsets leave room for
            .replace("\"absent\":0", "\"absent\":2")
            .replaceAll("\"" + field + "\":" + figure, "\"" + field + "\":" + altered);
    assertThat(damaged).contains("\"" + field + "\":" + altered);
    lake.replace(lake.layout.entry(Lake.PARTITION, 20), damaged.getBytes(UTF_8));

    Finding misstated = only(lake.audit(Duration.ofHours(1), true));

    assertThat(misstated.kind()).isEqualTo(Kind.CORRUPT);
    assertThat(misstated.object()).isEqualTo(lake.layout.entry(Lake.PARTITION, 20));
    assertThat(misstated.message())
        .contains(lake.dataName(20), "records is 10, not 8", field + " is ", ", not " + altered);
    assertThat(misstated.advice()).contains("leave the data");
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
  void namesADamagedLedgerObjectOnce() {
    lake.replace(lake.layout.entry(Lake.PARTITION, 20), new byte[0]);

    Finding damaged = only(lake.audit());

    assertThat(damaged.object()).isEqualTo(lake.layout.entry(Lake.PARTITION, 20));
    assertThat(damaged.message()).isEqualTo("is empty");
  }

  @Test
  void leavesTheClaimOfALaterReleaseAlone() {
    String later = new String(claimJson(20), UTF_8).replace("\"version\":1", "\"version\":2");
    lake.replace(lake.layout.entry(Lake.PARTITION, 20), later.getBytes(UTF_8));

    Finding unknown = only(lake.audit());

    assertThat(unknown.message()).contains("of version 2");
    assertThat(unknown.advice())
        .startsWith("Use the release that wrote it")
        .doesNotContain("Bring back");
  }

  @Test
  void saysThatAnEmptyObjectEndsEarly() {
    lake.replace(lake.dataName(20), new byte[0]);

    assertThat(only(lake.audit()).message())
        .isEqualTo("cannot be decoded: it ends early; claimed by [20,30)");
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
  void goesOnWhereTheStoreRefusesSingleObjects() {
    String claim = lake.layout.entry(Lake.PARTITION, 20);
    lake.store.remove(lake.dataName(30));
    lake.store.inject(
        (moment, call) -> {
          if (call.name().equals(claim) || call.name().equals(lake.dataName(30))) {
            throw new StoreException(StoreException.Kind.UNUSABLE, "no such names here", null);
          }
        });

    AuditReport report = lake.audit();

    assertThat(report.findings())
        .extracting(Finding::kind, Finding::object, Finding::message)
        .containsExactly(
            tuple(Kind.UNREADABLE, claim, "cannot be read: no such names here"),
            tuple(Kind.UNREADABLE, lake.dataName(30), "cannot be read: no such names here"));
    assertThat(report.exitCode()).isEqualTo(12);
    assertThat(report.partitions().get(0).records()).isEqualTo(18);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tellsAFileSystemThatIsGoneFromOneThatRefusesAFile(boolean isGone) {
    AtomicBoolean isRefusing = new AtomicBoolean();
    lake.store.inject(
        (moment, call) -> {
          if (call.name().equals(lake.layout.entry(Lake.PARTITION, 20))) {
            isRefusing.set(true);
            throw refusal(call.name());
          }
          if (isGone && isRefusing.get() && call.operation() == Operation.LIST) {
            throw refusal(call.name());
          }
        });

    if (isGone) {
      assertThatThrownBy(lake::audit).isInstanceOf(StoreException.class).hasMessage("get failed");
    } else {
      assertThat(only(lake.audit()).message()).isEqualTo("cannot be read: refused");
    }
  }

  private static StoreException refusal(String name) {
    FileSystemException cause = new FileSystemException(name, null, "refused");
    return new StoreException(StoreException.Kind.TRANSIENT, "get failed", cause);
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
