package io.streamlake.gcs.complete;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.LedgerJson;
import io.streamlake.gcs.store.InMemoryObjectStore;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import io.streamlake.gcs.store.NewObject;
import io.streamlake.gcs.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class CompletenessMarkersTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final String TEN = "dt=2026-11-23/hour=10";
  private static final String ELEVEN = "dt=2026-11-23/hour=11";
  private static final String SUCCESS = "shop/_complete/orders/" + TEN + "/_SUCCESS.json";

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final Layout layout = new Layout("shop");
  private Instant now = NOON;
  private CompletenessMarkers markers = member();

  @Test
  void marksAnHourOnceEveryPartitionHasPassedItAndTheLateness() throws IOException {
    root(0);
    root(1);
    segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:20"));
    segment(1, 0, 4, file(TEN, 3, "10:20"), file(ELEVEN, 1, "11:14:59"));
    markers.proceed();
    assertThat(markerNames()).isEmpty();

    segment(1, 4, 6, file(ELEVEN, 2, "11:15"));
    markers.proceed();

    assertThat(markerNames()).containsExactly(SUCCESS);
    JsonNode marker = new ObjectMapper().readTree(store.read(SUCCESS).orElseThrow());
    assertThat(marker.get("records").asLong()).isEqualTo(6);
    assertThat(marker.at("/partitions/1/position").asLong()).isEqualTo(6);
    assertThat(marker.at("/partitions/1/records").asLong()).isEqualTo(3);
    assertThat(marker.at("/partitions/1/objects").asLong()).isEqualTo(1);
  }

  @Test
  void isNotFooledByARecordFromTheFuture() {
    root(0);
    segment(0, 0, 2, file(TEN, 1, "10:10"), future());
    markers.proceed();

    // The claim was made at 12:00, and so only that is passed.
    assertThat(markerNames()).containsExactly(SUCCESS);
    segment(0, 2, 3, file("dt=2026-11-23/hour=12", 1, "12:10"));
    markers.proceed();
    assertThat(markerNames()).containsExactly(SUCCESS);
  }

  @Test
  void waitsForAClaimWhoseObjectsAreNotAllThere() {
    root(0);
    segment(0, 0, 5, file(TEN, 5, "10:10"));
    String late = segment(0, 5, 9, file(ELEVEN, 4, "11:50")).get(0);
    store.remove(late);
    now = NOON.plus(Duration.ofDays(1));

    markers.proceed();
    assertThat(markerNames()).isEmpty();

    store.overwrite(late, new byte[0], Map.of());
    markers.proceed();
    assertThat(markerNames()).contains(SUCCESS);
  }

  @Test
  void isNotHeldBackByAPartitionThatIsQuiet() {
    root(0);
    root(1);
    segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:59"));
    now = NOON.plus(Duration.ofMinutes(59));
    markers.proceed();
    assertThat(markerNames()).isEmpty();

    now = NOON.plus(Duration.ofHours(1)); // trap 31
    markers.proceed();
    assertThat(markerNames()).containsExactly(SUCCESS);
  }

  @Test
  void tellsOnceOfRecordsThatComeLate() {
    complete();
    segment(0, 5, 8, file(TEN, 2, "10:59"), file(ELEVEN, 1, "11:30")); // trap 30
    markers.proceed();
    markers.proceed();

    String late = "shop/_complete/orders/" + TEN + "/_LATE+00000+00000000000000000005.json";
    assertThat(markerNames()).containsExactly(late, SUCCESS);
    assertThat(Marker.read(late, store.read(late).orElseThrow()).records()).isEqualTo(2);
  }

  @Test
  void noticesLateRecordsThatLandedWhileNobodyLooked() {
    complete();
    segment(0, 5, 8, file(TEN, 2, "10:59"), file(ELEVEN, 1, "11:30"));
    now = now.plusSeconds(1);

    markers = member(); // another process
    markers.proceed();

    assertThat(markerNames()).hasSize(2);
  }

  @Test
  void noticesLateRecordsOfHoursBeforeTheNewestMarker() {
    complete();
    now = NOON.plus(Duration.ofHours(2));
    markers.proceed();
    assertThat(markerNames()).hasSize(2);
    segment(0, 5, 7, file(TEN, 2, "10:59"));

    markers = member(); // another process
    markers.proceed();

    assertThat(markerNames()).hasSize(3);
    assertThat(accountedRecords()).isEqualTo(5);
  }

  @Test
  void accountsForEachRecordOnceWhenAnotherMembersOlderMarkerWins() {
    root(0);
    segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:20"));
    CompletenessMarkers slow = member();
    store.inject(
        (moment, call) -> {
          if (moment == Moment.BEFORE
              && call.operation() == Operation.CREATE
              && call.name().equals(SUCCESS)) {
            store.heal();
            slow.proceed();
            segment(0, 5, 7, file(TEN, 2, "10:40"));
          }
        });
    markers.proceed();
    markers.proceed();

    assertThat(accountedRecords()).isEqualTo(5);
    assertThat(markerNames()).hasSize(2);
  }

  @Test
  void marksHoursOfALakeThatHadNoMarkersButReadsOnlyItsLastClaim() {
    root(0);
    for (int segment = 0; segment < 50; segment++) {
      segment(0, segment, segment + 1, file(TEN, 1, "10:10"));
    }
    segment(0, 50, 51, file(ELEVEN, 1, "11:20"));
    int before = reads("/_ledger/");

    markers.proceed();

    assertThat(accountedRecords()).isEqualTo(50);
    assertThat(reads("/_ledger/") - before).isLessThanOrEqualTo(4 + 50);
  }

  @Test
  void marksNothingWhileTheLedgerCannotBeRead() {
    root(0);
    root(1);
    segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:20"));
    segment(1, 0, 5, file(TEN, 5, "10:10"));
    store.inject(
        (moment, call) -> {
          if (call.name().contains("_ledger/orders/00001/0")) {
            throw new StoreException(StoreException.Kind.TRANSIENT, "no answer", null);
          }
        });

    markers.proceed();

    assertThat(markerNames()).isEmpty();
  }

  @Test
  void givesRecordsWithoutATimeNoMarker() {
    root(0);
    String none = "dt=__HIVE_DEFAULT_PARTITION__/hour=__HIVE_DEFAULT_PARTITION__";
    segment(0, 0, 5, file(TEN, 3, "10:10"), file(none, 1, "10:10"), file(ELEVEN, 1, "11:20"));

    markers.proceed();

    assertThat(markerNames()).containsExactly(SUCCESS);
  }

  private void complete() {
    root(0);
    segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:20"));
    markers.proceed();
    assertThat(markerNames()).containsExactly(SUCCESS);
  }

  private CompletenessMarkers member() {
    CompletenessRule rule = new CompletenessRule(Duration.ofMinutes(15), Duration.ofHours(1));
    return CompletenessMarkers.unscheduled(store, layout, rule, () -> Set.of("orders"), () -> now);
  }

  private List<String> markerNames() {
    return store.names().stream().filter(name -> name.contains("/_complete/")).toList();
  }

  private long accountedRecords() {
    return markerNames().stream()
        .filter(name -> name.contains(TEN))
        .mapToLong(name -> Marker.read(name, store.read(name).orElseThrow()).records())
        .sum();
  }

  private int reads(String part) {
    return (int)
        store.calls().stream()
            .filter(call -> call.operation() == Operation.READ && call.name().contains(part))
            .count();
  }

  private record Folder(String path, long records, Instant latest) {}

  private static Folder file(String folder, long records, String latest) {
    String time = latest.length() == 5 ? latest + ":00" : latest;
    return new Folder(folder, records, Instant.parse("2026-11-23T" + time + "Z"));
  }

  private static Folder future() {
    return new Folder("dt=2099-01-01/hour=00", 1, Instant.parse("2099-01-01T00:00:00Z"));
  }

  private void root(int partition) {
    ChainRoot root = new ChainRoot(1, "k", null, "c1", 0, "earliest", NOON);
    put(layout.chainRoot(new TopicPartition("orders", partition)), LedgerJson.write(root));
  }

  /** Claims and lands a segment, at noon; answers the data objects' names. */
  private List<String> segment(int partition, long from, long next, Folder... folders) {
    TopicPartition name = new TopicPartition("orders", partition);
    List<FileEntry> files = new ArrayList<>();
    for (Folder folder : folders) {
      long latest = folder.latest().toEpochMilli();
      String content = "sha256:" + "0".repeat(64);
      String data = layout.dataObject(name, from, folder.path(), "jsonl");
      files.add(
          new FileEntry(data, folder.records(), from, next - 1, latest, latest, 1, 1, content));
    }
    long records = Arrays.stream(folders).mapToLong(Folder::records).sum();
    LedgerEntry claim =
        new LedgerEntry(
            1,
            "c1",
            "k",
            "orders",
            null,
            partition,
            from,
            next,
            "n",
            records,
            List.of(),
            List.of(),
            next - from - records,
            files,
            "jsonl",
            "none",
            "hour",
            "read_committed",
            "w",
            NOON);
    put(layout.entry(name, from), LedgerJson.write(claim));
    files.forEach(file -> put(file.name(), "data".getBytes(UTF_8)));
    return files.stream().map(FileEntry::name).toList();
  }

  private void put(String name, byte[] bytes) {
    store.create(NewObject.json(name, bytes));
  }
}
