package io.streamlake.gcs.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.streamlake.gcs.ledger.Finding.Kind;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an audit says of data whose claims somebody has removed. */
class LostClaimsTest {

  private final Lake lake = new Lake().root(5).segment(5, 20).segment(20, 30).segment(30, 33);

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
  void reportsDataOfAPartitionWithoutLedger() {
    Lake bare = new Lake();
    bare.store.overwrite(bare.dataName(7), new byte[0], Map.of());

    assertThat(only(bare.audit()).kind()).isEqualTo(Kind.GAP);
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

  private static Finding only(AuditReport report) {
    assertThat(report.findings()).hasSize(1);
    return report.findings().get(0);
  }
}
