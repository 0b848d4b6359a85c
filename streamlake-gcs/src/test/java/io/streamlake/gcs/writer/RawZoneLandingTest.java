package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static io.streamlake.gcs.writer.WriterWorld.POISON;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.loop.CloseReport;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.OffsetRange;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawZoneLandingTest {

  private final WriterWorld world;
  private final WriterProcess process;

  RawZoneLandingTest(@TempDir Path directory) {
    world = new WriterWorld(directory, 1);
    process = world.process();
  }

  @Test
  void createsRootThenClaimThenDataObjects() { // trap 29
    world.produce(P0, 3);

    process.start().drain();

    assertThat(process.store.created()).hasSize(3);
    assertThat(process.store.created().get(0)).isEqualTo(world.layout.chainRoot(P0));
    assertThat(process.store.created().get(1)).isEqualTo(world.layout.entry(P0, 0));
    assertThat(process.store.created().get(2)).isEqualTo(world.dataNames().get(0));
    world.check();
  }

  @Test
  void createsNoDataObjectWhileTheClaimFails() { // trap 29
    world.produce(P0, 3);
    process.store.failing(Moment.BEFORE, StoreException.Kind.TRANSIENT, world::createsClaim);

    process.start().drain();

    assertThat(world.dataNames()).isEmpty();
    process.store.heal();
    process.drain();
    world.check();
  }

  @Test
  void commitsNothingBeyondTheStartUntilAllObjectsExist() { // trap 27
    world.produce(P0, 3);
    process.store.failing(Moment.BEFORE, StoreException.Kind.TRANSIENT, world::createsData);

    process.start().drain();

    assertThat(process.harness().committed(P0)).hasValue(0);
    process.store.heal();
    process.drain();
    assertThat(process.harness().committed(P0)).hasValue(3);
    world.check();
  }

  @Test
  void commitsWithMetadataThatNamesTipAndOffset() {
    world.produce(P0, 3);
    process.start().drain();
    world.log().appendMarker(P0);

    process.drain();

    String chain = world.root(P0).chain();
    assertThat(process.harness().group().committed(P0))
        .map(OffsetAndMetadata::metadata)
        .hasValue("v1;chain=" + chain + ";from=0;next=3;at=4");
  }

  @Test
  void commitsItsStartWithTheMetadataOfAChainWithoutClaims() {
    process.start().runFor(Duration.ofSeconds(10));

    assertThat(process.harness().group().committed(P0))
        .map(OffsetAndMetadata::metadata)
        .hasValue("v1;chain=" + world.root(P0).chain() + ";from=0;next=0;at=0");
  }

  @Test
  void rollsByRecords() {
    process.settings.rollRecords = 4;
    world.produce(P0, 10);

    process.start().drain();

    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(4L, 8L, 10L);
    world.check();
  }

  @Test
  void rollsByBytes() {
    process.settings.rollBytes = 20_000;
    world.produce(P0, 2_000);

    process.start().runFor(Duration.ofSeconds(5));

    assertThat(world.claims(P0)).hasSizeGreaterThan(3);
    process.drain();
    world.check();
  }

  @Test
  void rollsByAgeThoughNoRecordFollows() { // trap 31
    process.settings.rollAge = Duration.ofMinutes(10);
    world.produce(P0, 1);

    process.start().runFor(Duration.ofMinutes(9));
    assertThat(world.claims(P0)).isEmpty();
    process.runFor(Duration.ofMinutes(2));

    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(1L);
    world.check();
  }

  @Test
  void rollsByTheAgeOfItsFirstRecordThoughOthersFollow() { // trap 31
    process.settings.rollAge = Duration.ofMinutes(10);
    process.start();

    for (int minutes = 0; minutes < 12; minutes++) {
      world.produce(P0, 1);
      process.runFor(Duration.ofMinutes(1));
    }

    assertThat(world.claims(P0)).hasSize(1);
    process.drain();
    world.check();
  }

  @Test
  void keepsLateRecordsInFoldersOfTheirOwnWithoutRolling() { // trap 30
    world.produce(P0, "1");
    for (int hours = 1; hours < 6; hours++) {
      world.produceAt(P0, world.now().minus(Duration.ofHours(hours)), "2");
      world.produce(P0, "3");
    }

    process.start().drain();

    assertThat(world.claims(P0)).hasSize(1);
    assertThat(world.claims(P0).get(0).files()).hasSize(6);
    world.check();
  }

  @Test
  void rollsWhenAFolderWouldOpenAFileTooMany() {
    process.settings.maxOpenFiles = 2;
    for (int hours = 0; hours < 4; hours++) {
      world.produceAt(P0, world.now().minus(Duration.ofHours(hours)), "1");
    }

    process.start().drain();

    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(2L, 4L);
    world.check();
  }

  @Test
  void takesMarkersAsAbsentAndBeginsAtTheTip() { // trap 12
    world.produce(P0, 2);
    world.log().appendMarker(P0);
    process.start().drain();
    world.log().abortedTransaction(P0, "7", "8");
    world.produce(P0, 2);
    world.log().appendMarker(P0);

    process.restart().drain();

    assertThat(world.claims(P0)).extracting(LedgerEntry::from).containsExactly(0L, 3L);
    assertThat(world.claims(P0)).extracting(LedgerEntry::absent).containsExactly(1L, 3L + 1L);
    assertThat(process.harness().committed(P0)).hasValue(9);
    world.check();
  }

  @Test
  void flushesOnShutdown() {
    world.produce(P0, 5);
    process.start().runFor(Duration.ofSeconds(2));

    assertThat(process.shutdown().isClean()).isTrue();

    world.check();
  }

  @Test
  void flushesOnRevoke() {
    world.produce(P0, 5);
    process.start().runFor(Duration.ofSeconds(2));

    process.harness().revoke(P0);
    process.runFor(Duration.ofSeconds(1));

    world.check();
  }

  @Test
  void accountsForDeadLetters() {
    world.produce(P0, "1", POISON, POISON, "4", POISON);

    process.start().drain();

    LedgerEntry claim = world.claim(P0, 0);
    assertThat(claim.deadLetters()).containsExactly(new OffsetRange(1, 2), new OffsetRange(4, 4));
    assertThat(claim.records()).isEqualTo(2);
    assertThat(claim.absent()).isZero();
    world.check();
  }

  @Test
  void claimsASegmentOfDeadLettersOnly() {
    world.produce(P0, POISON, POISON);

    process.start().drain();

    assertThat(world.claim(P0, 0).files()).isEmpty();
    assertThat(world.claim(P0, 0).deadLetters()).containsExactly(new OffsetRange(0, 1));
    world.check();
  }

  @Test
  void claimsNothingAboveADeadLetterThatIsNotAcknowledged() { // trap 28
    process.settings.rollRecords = 2;
    world.produce(P0, "0", "1", "2", POISON, "4", "5", "6");
    world.deadLetters.hold();

    process.start().drain();

    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(2L);
    world.deadLetters.acknowledge();
    process.drain();
    assertThat(world.deadOffsets(P0)).containsExactly(3L);
    assertThat(world.claims(P0)).allMatch(claim -> claim.absent() == 0);
    world.check();
  }

  @Test
  void stagesNothingBehindADeadLetterThatIsHeld() { // trap 15
    world.produce(P0, "0", POISON);
    world.deadLetters.failing(1_000, new IllegalStateException("sink is down"));
    process.start().runFor(Duration.ofSeconds(10));
    world.produce(P0, "2", "3");

    process.drain();

    assertThat(world.claims(P0)).isEmpty();
    assertThat(world.deadLetters.sent())
        .extracting(letter -> letter.record().offset())
        .containsOnly(1L);
    assertThat(process.zone().totals().records()).isZero();
  }

  @Test
  void flushesADeadLetterThatIsAcknowledgedWhileThePartitionLeaves() { // trap 9
    world.produce(P0, POISON);
    world.deadLetters.hold();
    process.start().runFor(Duration.ofSeconds(2));
    process.harness().time().schedule(Duration.ofSeconds(3), world.deadLetters::acknowledge);

    process.harness().revoke(P0);
    process.runFor(Duration.ofSeconds(6));

    assertThat(world.claims(P0)).hasSize(1);
    world.check();
  }

  @Test
  void doesNotWaitWhileItLeavesForALetterThatIsHeldInItsSegment() { // trap 9
    world.produce(P0, "0", POISON);
    world.deadLetters.failing(1_000, new IllegalStateException("sink is down"));
    process.start().runFor(Duration.ofSeconds(10));
    Instant before = world.now();

    process.shutdown();

    assertThat(Duration.between(before, world.now())).isLessThan(Duration.ofSeconds(2));
    assertThat(process.harness().committed(P0)).hasValue(0);
  }

  @Test
  void doesNotWaitWhileItLeavesForARepairThatIsReadByHalf() { // trap 9
    world.produce(P0, 10);
    process.dieAt(Moment.AFTER, world::createsClaim);
    process.start().runUntilDead();
    process.pollOneRecordAtATime();
    process.start();
    process
        .harness()
        .runUntil(
            () ->
                process.harness().consumer().assignment().contains(P0)
                    && process.harness().consumer().position(P0) >= 5);
    assertThat(world.dataNames()).isEmpty();
    Instant before = world.now();

    CloseReport report = process.shutdown();

    assertThat(report.isClean()).isFalse();
    assertThat(Duration.between(before, world.now())).isLessThan(Duration.ofSeconds(2));
    process.start().drain();
    world.check();
  }

  @Test
  void releasesItsStagingWhenEverythingIsLanded() {
    process.settings.rollRecords = 3;
    world.produce(P0, 10);

    process.start().drain();

    assertThat(process.area().path()).isEmptyDirectory();
    assertThat(process.area().reservedBytes()).isZero();
    assertThat(process.zone().totals().records()).isEqualTo(10);
    assertThat(process.zone().totals().segments()).isEqualTo(4);
    assertThat(List.copyOf(world.dataNames())).hasSize(4);
  }
}
