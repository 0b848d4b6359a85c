package io.streamlake.gcs.complete;

import static io.streamlake.gcs.complete.MarkedLake.ELEVEN;
import static io.streamlake.gcs.complete.MarkedLake.NOON;
import static io.streamlake.gcs.complete.MarkedLake.SUCCESS;
import static io.streamlake.gcs.complete.MarkedLake.TEN;
import static io.streamlake.gcs.complete.MarkedLake.file;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.Hole;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.LedgerJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What is rare: restarts after an outage, amendments, whole days, topics that were created anew.
 */
class CompletenessCornersTest {

  private final MarkedLake lake = new MarkedLake();
  private final CompletenessMarkers markers = lake.member();

  @Test
  void takesNoPartitionForQuietThatNobodyLanded() {
    lake.root(0);
    lake.segment(0, 0, 5, file(TEN, 5, "10:10"));
    lake.now = NOON.plus(Duration.ofHours(3)); // no process was running; what came meanwhile waits
    markers.proceed();
    assertThat(lake.markerNames()).isEmpty();

    lake.segment(0, 5, 9, file(TEN, 4, "10:59"));
    lake.now = lake.now.plus(Duration.ofHours(1));
    markers.proceed();

    assertThat(lake.markerNames()).containsExactly(SUCCESS);
    assertThat(lake.accountedRecords()).isEqualTo(9);
  }

  @Test
  void marksHoursOfATopicThatWasCreatedAnewBesideThoseOfItsPredecessor() { // trap 45
    complete();
    lake.recreateTopic();
    lake.root(0);
    lake.segment(0, 0, 4, file(TEN, 3, "10:30"), file(ELEVEN, 1, "11:30"));

    markers.proceed();

    assertThat(lake.markerNames())
        .containsExactly(SUCCESS, "shop/_complete/orders~second-id/" + TEN + "/_SUCCESS.json");
  }

  @Test
  void countsNoRecordsThatAnAmendmentCallsLost() {
    lake.root(0);
    String reduced = lake.segment(0, 0, 5, file(TEN, 5, "10:10")).get(0);
    String content = "sha256:" + "1".repeat(64);
    lake.store.overwrite(reduced, "reduced".getBytes(UTF_8), Map.of("streamlake-content", content));
    LedgerEntry claim =
        LedgerJson.readEntry(
            "claim", lake.store.read(lake.layout.entry(lake.partition(0), 0)).orElseThrow());
    lake.put(
        lake.layout.amendment(lake.partition(0), 0, 1), LedgerJson.write(reduced(claim, content)));
    lake.segment(0, 5, 6, file(ELEVEN, 1, "11:20"));

    markers.proceed();

    assertThat(lake.accountedRecords()).isEqualTo(2);
  }

  @Test
  void waitsForAPartitionOfDeadLettersOnly() {
    lake.root(0);
    lake.root(1);
    lake.segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:20"));
    lake.segment(1, 0, 4);
    markers.proceed();
    assertThat(lake.markerNames()).isEmpty();

    lake.now = NOON.plus(Duration.ofHours(1));
    markers.proceed();
    assertThat(lake.markerNames()).containsExactly(SUCCESS);
  }

  @Test
  void marksWholeDays() { // trap 41
    String day = "dt=2026-11-22";
    lake.root(0);
    lake.segment(0, 0, 5, file(day, 3, "00:10"), file("dt=2026-11-23", 2, "00:14:59"));
    markers.proceed();
    assertThat(lake.markerNames()).isEmpty();

    lake.segment(0, 5, 6, file("dt=2026-11-23", 1, "00:15"));
    markers.proceed();

    assertThat(lake.markerNames())
        .containsExactly("shop/_complete/orders/" + day + "/_SUCCESS.json");
  }

  @Test
  void tellsOfRecordsThatAPartitionAddedLaterLands() {
    complete();
    lake.root(1);
    lake.segment(1, 0, 2, file(TEN, 2, "10:30"));
    lake.segment(1, 2, 3, file(ELEVEN, 1, "11:20"));

    markers.proceed();

    assertThat(lake.markerNames())
        .containsExactly(
            "shop/_complete/orders/" + TEN + "/_LATE+00001+00000000000000000000.json", SUCCESS);
    assertThat(lake.accountedRecords()).isEqualTo(5);
  }

  /** An amendment by which two records of the only file are left. */
  private static LedgerEntry reduced(LedgerEntry claim, String content) {
    FileEntry whole = claim.files().get(0);
    FileEntry left =
        new FileEntry(
            whole.name(),
            2,
            3,
            4,
            whole.minTimestampMs(),
            whole.maxTimestampMs(),
            whole.bytes(),
            whole.crc32c(),
            content);
    return new LedgerEntry(
        1,
        claim.chain(),
        claim.clusterId(),
        claim.topic(),
        claim.topicId(),
        claim.partition(),
        claim.from(),
        claim.next(),
        "n",
        2,
        List.of(),
        List.of(new Hole(0, 3, Hole.Reason.RETENTION)),
        0,
        List.of(left),
        claim.format(),
        claim.compression(),
        claim.folders(),
        claim.isolationLevel(),
        "w",
        claim.createdAt());
  }

  private void complete() {
    lake.root(0);
    lake.segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:20"));
    markers.proceed();
    assertThat(lake.markerNames()).containsExactly(SUCCESS);
  }
}
