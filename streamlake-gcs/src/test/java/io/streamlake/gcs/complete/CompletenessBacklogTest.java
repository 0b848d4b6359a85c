package io.streamlake.gcs.complete;

import static io.streamlake.gcs.complete.MarkedLake.ELEVEN;
import static io.streamlake.gcs.complete.MarkedLake.NOON;
import static io.streamlake.gcs.complete.MarkedLake.SUCCESS;
import static io.streamlake.gcs.complete.MarkedLake.TEN;
import static io.streamlake.gcs.complete.MarkedLake.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.StreamLakeException;
import io.streamlake.gcs.ledger.CommitMetadata;
import java.time.Duration;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in the log and not in the lake: only a partition without any of it is quiet. */
class CompletenessBacklogTest {

  private static final String SUCCESSORS_SUCCESS =
      "shop/_complete/orders~second-id/" + TEN + "/_SUCCESS.json";

  private final MarkedLake lake = new MarkedLake();
  private CompletenessMarkers markers = lake.member();

  @BeforeEach
  void landTwoPartitions() {
    lake.root(0);
    lake.root(1);
    lake.segment(0, 0, 5, file(TEN, 3, "10:10"), file(ELEVEN, 2, "11:20"));
    lake.segment(1, 0, 4, file(TEN, 4, "10:20"));
  }

  @Test
  void isNotHeldBackByAPartitionOfWhichAllIsLanded() {
    watchFor(Duration.ofHours(1));

    assertThat(lake.markerNames()).containsExactly(SUCCESS);
  }

  @Test
  void waitsForAPartitionThatIsHeldHoweverLongThatIs() {
    lake.logEnds(1, 0, 9);
    watchFor(Duration.ofDays(3));
    assertThat(lake.markerNames()).isEmpty();

    lake.segment(1, 4, 9, file(TEN, 5, "10:59"));
    markers.proceed();

    assertThat(lake.markerNames()).contains(SUCCESS);
    assertThat(lake.accountedRecords()).isEqualTo(12);
  }

  @Test
  void waitsForAPartitionWhoseRecordsHaveNoLedgerYet() {
    lake.logEnds(2, 0, 3);
    watchFor(Duration.ofDays(3));
    assertThat(lake.markerNames()).isEmpty();

    lake.root(2);
    lake.segment(2, 0, 3, file(TEN, 3, "10:59"));
    markers.proceed();

    assertThat(lake.markerNames()).contains(SUCCESS);
    assertThat(lake.accountedRecords()).isEqualTo(10);
  }

  @Test
  void waitsForNoPartitionThatNeverHadRecords() {
    lake.logEnds(2, 0, 0);
    watchFor(Duration.ofHours(1));

    assertThat(lake.markerNames()).containsExactly(SUCCESS);
  }

  @Test
  void waitsForNoRecordsThatAreGone() {
    lake.logEnds(1, 9, 9);
    watchFor(Duration.ofHours(1));

    assertThat(lake.markerNames()).containsExactly(SUCCESS);
  }

  @Test
  void takesAPartitionThatEndsWithTransactionMarkersForQuietOnceThatIsCommitted() {
    lake.logEnds(1, 5, committed("c1", 4, 4));
    watchFor(Duration.ofHours(2));
    assertThat(lake.markerNames()).isEmpty();

    lake.logEnds(1, 5, committed("c1", 4, 5));
    markers.proceed();

    assertThat(lake.markerNames()).contains(SUCCESS);
  }

  @Test
  void trustsNoCommitThatIsNotTheChainsOwn() {
    lake.logEnds(1, 9, committed("another", 4, 9));
    watchFor(Duration.ofHours(2));
    lake.logEnds(1, 9, committed("c1", 3, 9)); // of an older tip
    markers.proceed();
    lake.logEnds(1, 9, new OffsetAndMetadata(9, committed("c1", 4, 5).metadata())); // reset by hand
    markers.proceed();
    lake.logEnds(1, 9, new OffsetAndMetadata(9));
    markers.proceed();

    assertThat(lake.markerNames()).isEmpty();
  }

  @Test
  void knowsAChainsCommitsAlsoWhereAMarkerTellsHowFarItIs() {
    watchFor(Duration.ofHours(1));
    lake.logEnds(1, 5, committed("c1", 4, 5));

    markers = lake.member(); // another process
    watchFor(Duration.ofHours(1));

    assertThat(lake.markerNames()).hasSize(2).contains(SUCCESS);
  }

  @Test
  void marksNothingWhileTheBrokerDoesNotAnswer() {
    TopicLogs answers = lake.broker;
    watchFor(Duration.ofMinutes(59));
    lake.broker =
        name -> {
          throw new StreamLakeException("no answer", null);
        };
    watchFor(Duration.ofDays(3));
    lake.segment(1, 4, 5, file(ELEVEN, 1, "11:30"));
    markers.proceed();
    assertThat(lake.markerNames()).isEmpty();

    lake.broker = answers;
    markers.proceed();

    assertThat(lake.markerNames()).contains(SUCCESS);
  }

  @Test
  void asksForTheEndBeforeItReadsTheLedger() {
    TopicLogs answers = lake.broker;
    watchFor(Duration.ofMinutes(59));
    lake.broker =
        name -> {
          TopicLog before = answers.ask(name);
          lake.segment(1, 4, 9, file(TEN, 5, "10:59")); // landed after the broker has answered
          return before;
        };
    lake.now = NOON.plus(Duration.ofHours(1));
    markers.proceed();

    assertThat(lake.markerNames()).containsExactly(SUCCESS);
    assertThat(lake.accountedRecords()).isEqualTo(12);
  }

  @Test
  void waitsForNothingOfATopicThatWasDeleted() {
    lake.recreateTopic();
    lake.root(0);
    lake.segment(0, 0, 4, file(TEN, 3, "10:30"), file(ELEVEN, 1, "11:30"));
    lake.logEnds(0, 0, 1_000);
    lake.logEnds(1, 0, 2_000);
    watchFor(Duration.ofHours(2));
    assertThat(lake.markerNames()).hasSize(2).contains(SUCCESS).doesNotContain(SUCCESSORS_SUCCESS);

    lake.root(1);
    lake.segment(1, 0, 2_000, file(ELEVEN, 2_000, "11:40"));
    markers.proceed();

    assertThat(lake.markerNames()).contains(SUCCESSORS_SUCCESS);
  }

  @Test
  void waitsForAPartitionOnlyWhereItsTopicIsLanded() {
    lake.recreateTopic();
    lake.root(0);
    lake.root(1);
    lake.segment(0, 0, 4, file(TEN, 3, "10:30"), file(ELEVEN, 1, "11:30"));
    lake.segment(1, 0, 4, file(TEN, 3, "10:30"), file(ELEVEN, 1, "11:30"));
    lake.topic = "orders"; // where a partition lies that the first topic did not have
    lake.root(2);
    lake.segment(2, 0, 4, file(TEN, 4, "10:10"));
    lake.logEnds(2, 0, 9);
    watchFor(Duration.ofDays(3));

    assertThat(lake.markerNames()).contains(SUCCESSORS_SUCCESS).doesNotContain(SUCCESS);
  }

  /** Looks once before and once after. */
  private void watchFor(Duration time) {
    markers.proceed();
    lake.now = lake.now.plus(time);
    markers.proceed();
  }

  private static OffsetAndMetadata committed(String chain, long next, long offset) {
    return new OffsetAndMetadata(offset, new CommitMetadata(chain, 0, next, offset).text());
  }
}
