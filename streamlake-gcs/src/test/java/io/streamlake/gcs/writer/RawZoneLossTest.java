package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static io.streamlake.gcs.writer.WriterWorld.POISON;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.Audit;
import io.streamlake.gcs.ledger.AuditOptions;
import io.streamlake.gcs.ledger.AuditReport;
import io.streamlake.gcs.ledger.Hole;
import io.streamlake.gcs.ledger.Hole.Reason;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.RecordSearch;
import io.streamlake.gcs.ledger.Whereabouts;
import io.streamlake.gcs.ledger.Whereabouts.Fate;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are gone from the log before they were landed. */
class RawZoneLossTest {

  private final WriterWorld world;
  private final WriterProcess process;

  RawZoneLossTest(@TempDir Path directory) {
    world = new WriterWorld(directory, 1);
    process = world.process();
  }

  @BeforeEach
  void goOn() {
    process.settings.lostOffsets = LostOffsets.CONTINUE;
  }

  private void dieBehindTheClaim() {
    process.dieAt(Moment.AFTER, world::createsClaim);
    process.start().runUntilDead();
  }

  private AuditReport.PartitionReport report() {
    AuditOptions options =
        new AuditOptions(
            Optional.empty(),
            Duration.ZERO,
            false,
            world.now().plus(Duration.ofDays(1)),
            progress -> {});
    return Audit.run(world.store, world.layout, options).partitions().get(0);
  }

  @Test
  void amendsAClaimWhoseFirstRecordsAreGone() {
    world.produce(P0, "0", POISON, "2", "3", "4", "5");
    dieBehindTheClaim();
    world.retain(P0, 4);

    process.start().drain();

    assertThat(world.landed(P0)).containsOnlyKeys(4L, 5L);
    LedgerEntry amendment = world.amendments(world.claim(P0, 0)).get(0);
    assertThat(amendment.holes())
        .containsExactly(new Hole(0, 1, Reason.RETENTION), new Hole(2, 4, Reason.RETENTION));
    assertThat(report().records()).isEqualTo(2);
    assertThat(process.zone().totals().records()).isEqualTo(2);
    assertThat(report().holes()).isEqualTo(3);
    world.check();
  }

  @Test
  void amendsAClaimBeforeItCreatesTheReducedObject() {
    world.produce(P0, 6);
    dieBehindTheClaim();
    world.retain(P0, 4);
    process.dieAt(Moment.BEFORE, world::createsAmendment);

    process.start().runUntilDead();

    assertThat(world.dataNames()).isEmpty();
    process.start().drain();
    world.check();
  }

  @Test
  void amendsAClaimOfWhichRecordsWereCompacted() {
    world.produce(P0, 6);
    dieBehindTheClaim();
    world.compact(P0, 1);
    world.compact(P0, 5);

    process.start().drain();

    LedgerEntry amendment = world.amendments(world.claim(P0, 0)).get(0);
    assertThat(amendment.holes())
        .containsExactly(new Hole(1, 2, Reason.COMPACTION), new Hole(5, 6, Reason.COMPACTION));
    assertThat(world.landed(P0)).containsOnlyKeys(0L, 2L, 3L, 4L);
    world.check();
  }

  @Test
  void listsWhatRetentionTookAndOnlyTheFirstGapsThatCompactionLeft() {
    int records = 10 + 3 * Undelivered.MAX_GAPS;
    world.produce(P0, records);
    dieBehindTheClaim();
    world.retain(P0, 10);
    for (long offset = 11; offset < records; offset += 2) {
      world.compact(P0, offset);
    }

    process.start().drain();

    LedgerEntry amendment = world.amendments(world.claim(P0, 0)).get(0);
    assertThat(amendment.holes())
        .hasSize(Undelivered.MAX_GAPS)
        .startsWith(new Hole(0, 10, Reason.RETENTION), new Hole(11, 12, Reason.COMPACTION));
    int listed = 10 + Undelivered.MAX_GAPS - 1;
    assertThat(amendment.absent()).isEqualTo(records - amendment.records() - listed);
    assertThat(report().records()).isEqualTo(amendment.records());
    assertThat(find(11).fate()).isEqualTo(Fate.HOLE);
    assertThat(find(records - 1).fate()).isEqualTo(Fate.ABSENT);
    world.check();
  }

  private Whereabouts find(long offset) {
    return new RecordSearch(world.store, world.layout).find(P0, offset);
  }

  @Test
  void amendsAClaimOfWhichNothingIsLeft() {
    world.produce(P0, 3);
    dieBehindTheClaim();
    world.produce(P0, 3);
    world.retain(P0, 5);

    process.start().drain();

    assertThat(world.amendments(world.claim(P0, 0))).hasSize(1);
    assertThat(world.claim(P0, 3).holes()).containsExactly(new Hole(3, 5, Reason.RETENTION));
    assertThat(world.landed(P0)).containsOnlyKeys(5L);
    world.check();
  }

  @Test
  void commitsWhatTheLedgerSaysOfALossThoughNoRecordFollowsIt() {
    world.produce(P0, 3);
    process.start().drain();
    process.crash();
    world.produce(P0, 3);
    world.retain(P0, 6);

    process.start().drain();
    process.shutdown();

    assertThat(world.claim(P0, 3).holes()).containsExactly(new Hole(3, 6, Reason.RETENTION));
    OffsetAndMetadata committed = world.harness().group().committed(P0).orElseThrow();
    assertThat(committed.offset()).isEqualTo(6);
    assertThat(committed.metadata()).contains("from=3;next=6;at=6");
    world.check();
  }

  @Test
  void amendsAgainWhenMoreIsGoneBeforeTheFirstAmendmentIsFollowed() {
    world.produce(P0, 6);
    dieBehindTheClaim();
    world.retain(P0, 2);
    process.dieAt(Moment.AFTER, world::createsAmendment);
    process.start().runUntilDead();
    world.retain(P0, 4);

    process.start().drain();

    assertThat(world.amendments(world.claim(P0, 0)))
        .extracting(LedgerEntry::records)
        .containsExactly(4L, 2L);
    assertThat(world.landed(P0)).containsOnlyKeys(4L, 5L);
    world.check();
  }

  @Test
  void takesAnAmendmentOfAnotherWriterThatSaysTheSame() {
    world.produce(P0, 6);
    dieBehindTheClaim();
    world.retain(P0, 2);
    process.dieAt(Moment.AFTER, world::createsAmendment);
    process.start().runUntilDead();

    process.start().drain();

    assertThat(world.amendments(world.claim(P0, 0))).hasSize(1);
    world.check();
  }

  @Test
  void amendsNothingOfAnObjectThatIsWhole() {
    world.produceAt(P0, world.now().minus(Duration.ofHours(1)), "0");
    world.produce(P0, 2);
    process.dieAt(Moment.AFTER, world::createsData);
    process.start().runUntilDead();
    String whole = world.dataNames().get(0);
    world.retain(P0, 2);

    process.start().drain();

    long kept = world.claim(P0, 0).file(whole).orElseThrow().records();
    assertThat(report().records()).isEqualTo(kept + (whole.contains("hour=23") ? 1 : 0));
    world.check();
  }

  @Test
  void countsNoHoleWhereASleeperCompletesItsClaimAfterAll() {
    WriterProcess second = world.process();
    second.settings.lostOffsets = LostOffsets.CONTINUE;
    world.produce(P0, 6);
    process.store.inject(
        (moment, call) -> {
          if (moment == Moment.AFTER && world.createsClaim(call)) {
            process.freeze();
          }
        });
    process.start().runFor(Duration.ofMinutes(2));
    world.harness().group().fence(process.harness().consumer());
    world.retain(P0, 4);
    second.dieAt(Moment.AFTER, world::createsAmendment);
    second.start().runUntilDead();
    process.thaw();

    second.start().drain();

    assertThat(world.landed(P0)).hasSize(6);
    assertThat(report().records()).isEqualTo(6);
    assertThat(report().holes()).isZero();
    world.check();
  }

  @Test
  void claimsAHoleWhereTheLogLostWhatWasNotLanded() {
    world.produce(P0, 2);
    process.start().drain();
    process.crash();
    world.produce(P0, 4);
    world.retain(P0, 5);

    process.start().drain();

    LedgerEntry claim = world.claim(P0, 2);
    assertThat(claim.holes()).containsExactly(new Hole(2, 5, Reason.RETENTION));
    assertThat(claim.absent()).isZero();
    world.check();
  }

  @Test
  void stillKnowsAHoleAfterARestartBeforeItsClaim() {
    world.produce(P0, 2);
    process.start().drain();
    process.crash();
    world.produce(P0, 4);
    world.retain(P0, 6);
    process.start().drain();
    assertThat(process.harness().committed(P0)).hasValue(6);
    process.crash();
    world.produce(P0, 1);

    process.start().drain();

    assertThat(world.claim(P0, 2).holes()).containsExactly(new Hole(2, 6, Reason.RETENTION));
    world.check();
  }

  @Test
  void stillKnowsAHoleBehindAnAmendedClaimAfterARestart() {
    world.produce(P0, 2);
    dieBehindTheClaim();
    world.produce(P0, 4);
    world.retain(P0, 6);
    process.start().runFor(Duration.ofSeconds(20));
    process.crash();
    world.produce(P0, 1);

    process.start().drain();

    assertThat(world.claim(P0, 2).holes()).containsExactly(new Hole(2, 6, Reason.RETENTION));
    world.check();
  }

  @Test
  void takesMarkersBehindTheTipForNoLoss() { // trap 12
    world.produce(P0, 2);
    world.log().appendMarker(P0);
    process.start().drain();
    world.log().appendMarker(P0);
    process.drain();
    process.crash();
    world.retain(P0, 4);
    world.produce(P0, 1);

    process.start().drain();

    assertThat(world.claims(P0)).allMatch(claim -> claim.holes().isEmpty());
    world.check();
  }

  @Test
  void goesOnBehindAHoleThatOpensWhileItRuns() { // trap 13
    process.start().runFor(Duration.ofSeconds(5));
    world.produce(P0, 2);
    process.runFor(Duration.ofSeconds(5));
    world.produce(P0, 4);
    world.retain(P0, 5);

    process.drain();

    assertThat(world.landed(P0)).containsOnlyKeys(0L, 1L, 5L);
    assertThat(world.claims(P0)).extracting(LedgerEntry::next).startsWith(2L);
    world.check();
  }
}
