package io.streamlake.gcs.complete;

import static io.streamlake.gcs.complete.MarkedLake.ELEVEN;
import static io.streamlake.gcs.complete.MarkedLake.NOON;
import static io.streamlake.gcs.complete.MarkedLake.SUCCESS;
import static io.streamlake.gcs.complete.MarkedLake.TEN;
import static io.streamlake.gcs.complete.MarkedLake.file;
import static io.streamlake.gcs.complete.MarkedLake.future;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import io.streamlake.gcs.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CompletenessMarkersTest {

  private final MarkedLake lake = new MarkedLake();
  private CompletenessMarkers markers = lake.member();

  @Test
  void marksAnHourOnceEveryPartitionHasPassedItAndTheLateness() throws IOException {
    lake.root(0);
    lake.root(1);
    lake.segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:20"));
    lake.segment(1, 0, 4, file(TEN, 3, "10:20"), file(ELEVEN, 1, "11:14:59"));
    markers.proceed();
    assertThat(lake.markerNames()).isEmpty();

    lake.segment(1, 4, 6, file(ELEVEN, 2, "11:15"));
    markers.proceed();

    assertThat(lake.markerNames()).containsExactly(SUCCESS);
    JsonNode marker = new ObjectMapper().readTree(lake.store.read(SUCCESS).orElseThrow());
    assertThat(marker.get("records").asLong()).isEqualTo(6);
    assertThat(marker.at("/partitions/1/position").asLong()).isEqualTo(6);
    assertThat(marker.at("/partitions/1/records").asLong()).isEqualTo(3);
    assertThat(marker.at("/partitions/1/objects").asLong()).isEqualTo(1);
  }

  @Test
  void isNotFooledByARecordFromTheFuture() {
    lake.root(0);
    lake.segment(0, 0, 2, file(TEN, 1, "10:10"), future());
    markers.proceed();

    // The claim was made at 12:00, and so only that is passed.
    assertThat(lake.markerNames()).containsExactly(SUCCESS);
    lake.segment(0, 2, 3, file("dt=2026-11-23/hour=12", 1, "12:10"));
    markers.proceed();
    assertThat(lake.markerNames()).containsExactly(SUCCESS);
  }

  @Test
  void waitsForAClaimWhoseObjectsAreNotAllThere() {
    lake.root(0);
    lake.segment(0, 0, 5, file(TEN, 5, "10:10"));
    String late = lake.segment(0, 5, 9, file(ELEVEN, 4, "11:50")).get(0);
    lake.store.remove(late);
    lake.now = NOON.plus(Duration.ofDays(1));

    markers.proceed();
    assertThat(lake.markerNames()).isEmpty();

    lake.store.overwrite(late, new byte[0], Map.of());
    markers.proceed();
    assertThat(lake.markerNames()).contains(SUCCESS);
  }

  @Test
  void isNotHeldBackByAPartitionThatIsQuiet() {
    lake.root(0);
    lake.root(1);
    lake.segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:59"));
    markers.proceed();
    lake.now = NOON.plus(Duration.ofMinutes(59));
    markers.proceed();
    assertThat(lake.markerNames()).isEmpty();

    lake.now = NOON.plus(Duration.ofHours(1)); // trap 31
    markers.proceed();
    assertThat(lake.markerNames()).containsExactly(SUCCESS);
  }

  @Test
  void goesOnAfterAnyError() { // trap 23
    lake.root(0);
    lake.segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:20"));
    lake.store.inject(
        (moment, call) -> {
          throw new IllegalStateException("a bug");
        });

    markers.proceed();

    assertThat(lake.markerNames()).isEmpty();
    lake.store.heal();
    markers.proceed();
    assertThat(lake.markerNames()).containsExactly(SUCCESS);
  }

  @Test
  void looksAgainAfterAnyError() { // trap 23
    AtomicInteger looks = new AtomicInteger();
    CompletableFuture<String> again = new CompletableFuture<>();
    Supplier<Set<String>> names =
        () -> {
          if (looks.incrementAndGet() == 3) {
            again.complete("again");
          }
          throw new IllegalStateException("a bug");
        };
    CompletenessMarkers scheduled =
        CompletenessMarkers.start(
            lake.store,
            lake.layout,
            new CompletenessRule(Duration.ofMinutes(15), Duration.ofHours(1)),
            Duration.ofMillis(1),
            new WatchedTopics(names, lake.broker));

    assertThat(again).succeedsWithin(Duration.ofSeconds(20));
    scheduled.close();
  }

  @Test
  void tellsOnceOfRecordsThatComeLate() {
    complete();
    lake.segment(0, 5, 8, file(TEN, 2, "10:59"), file(ELEVEN, 1, "11:30")); // trap 30
    markers.proceed();
    markers.proceed();

    String late = "shop/_complete/orders/" + TEN + "/_LATE+00000+00000000000000000005.json";
    assertThat(lake.markerNames()).containsExactly(late, SUCCESS);
    assertThat(Marker.read(late, lake.store.read(late).orElseThrow()).records()).isEqualTo(2);
  }

  @Test
  void noticesLateRecordsThatLandedWhileNobodyLooked() {
    complete();
    lake.segment(0, 5, 8, file(TEN, 2, "10:59"), file(ELEVEN, 1, "11:30"));
    lake.now = lake.now.plusSeconds(1);

    markers = lake.member(); // another process
    markers.proceed();

    assertThat(lake.markerNames()).hasSize(2);
  }

  @Test
  void noticesLateRecordsOfHoursBeforeTheNewestMarker() {
    complete();
    lake.now = NOON.plus(Duration.ofHours(2));
    markers.proceed();
    assertThat(lake.markerNames()).hasSize(2);
    lake.segment(0, 5, 7, file(TEN, 2, "10:59"));

    markers = lake.member(); // another process
    markers.proceed();

    assertThat(lake.markerNames()).hasSize(3);
    assertThat(lake.accountedRecords()).isEqualTo(5);
  }

  @Test
  void accountsForEachRecordOnceWhenAnotherMembersOlderMarkerWins() {
    lake.root(0);
    lake.segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:20"));
    CompletenessMarkers slow = lake.member();
    lake.store.inject(
        (moment, call) -> {
          if (moment == Moment.BEFORE
              && call.operation() == Operation.CREATE
              && call.name().equals(SUCCESS)) {
            lake.store.heal();
            slow.proceed();
            lake.segment(0, 5, 7, file(TEN, 2, "10:40"));
          }
        });
    markers.proceed();
    markers.proceed();

    assertThat(lake.accountedRecords()).isEqualTo(5);
    assertThat(lake.markerNames()).hasSize(2);
  }

  @Test
  void marksHoursOfALakeThatHadNoMarkersButReadsOnlyItsLastClaim() {
    lake.root(0);
    for (int segment = 0; segment < 50; segment++) {
      lake.segment(0, segment, segment + 1, file(TEN, 1, "10:10"));
    }
    lake.segment(0, 50, 51, file(ELEVEN, 1, "11:20"));
    int before = lake.reads("/_ledger/");

    markers.proceed();

    assertThat(lake.accountedRecords()).isEqualTo(50);
    assertThat(lake.reads("/_ledger/") - before).isLessThanOrEqualTo(4 + 50);
  }

  @Test
  void marksNothingWhileTheLedgerCannotBeRead() {
    lake.root(0);
    lake.root(1);
    lake.segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:20"));
    lake.segment(1, 0, 5, file(TEN, 5, "10:10"));
    lake.store.inject(
        (moment, call) -> {
          if (call.name().contains("_ledger/orders/00001/0")) {
            throw new StoreException(StoreException.Kind.TRANSIENT, "no answer", null);
          }
        });

    markers.proceed();

    assertThat(lake.markerNames()).isEmpty();
  }

  @Test
  void givesRecordsWithoutATimeNoMarker() {
    lake.root(0);
    String none = "dt=__HIVE_DEFAULT_PARTITION__/hour=__HIVE_DEFAULT_PARTITION__";
    lake.segment(0, 0, 5, file(TEN, 3, "10:10"), file(none, 1, "10:10"), file(ELEVEN, 1, "11:20"));

    markers.proceed();

    assertThat(lake.markerNames()).containsExactly(SUCCESS);
  }

  private void complete() {
    lake.root(0);
    lake.segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:20"));
    markers.proceed();
    assertThat(lake.markerNames()).containsExactly(SUCCESS);
  }
}
