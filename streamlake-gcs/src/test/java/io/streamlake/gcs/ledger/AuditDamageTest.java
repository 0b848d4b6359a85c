package io.streamlake.gcs.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.streamlake.gcs.ledger.Finding.Kind;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import io.streamlake.gcs.store.StoreException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an audit says is wrong with what is there, and what to do about it. */
class AuditDamageTest {

  private final Lake lake = new Lake().root(5).segment(5, 20).segment(20, 30).segment(30, 33);

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

  private byte[] claimJson(long from) {
    return lake.store.read(lake.layout.entry(Lake.PARTITION, from)).orElseThrow();
  }

  private static Finding only(AuditReport report) {
    assertThat(report.findings()).hasSize(1);
    return report.findings().get(0);
  }
}
