package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static io.streamlake.gcs.writer.WriterWorld.POISON;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.ledger.Folders;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.store.InMemoryObjectStore.Call;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawZoneCrashTest {

  private final WriterWorld world;
  private final WriterProcess process;

  RawZoneCrashTest(@TempDir Path directory) {
    world = new WriterWorld(directory, 2);
    process = world.process();
    process.settings.rollRecords = 6;
  }

  /** Two folders, a dead letter, a marker: everything that a claim pins. */
  private void produceAll() {
    for (int i = 0; i < 8; i++) {
      world.produceAt(P0, world.now().minus(Duration.ofHours(i % 2)), Integer.toString(i));
    }
    world.produce(P0, POISON);
    world.log().abortedTransaction(P0, "9");
    world.produce(P0, 3);
    world.log().appendMarker(P0);
  }

  private void dieAt(Moment moment, Predicate<Call> which) {
    process.dieAt(moment, which);
    process.start().runUntilDead();
  }

  private void recover() {
    world.produce(P0, 5);
    process.start().drain();
    world.check();
  }

  private Predicate<Call> nth(int number, Predicate<Call> which) {
    int[] left = {number};
    return call -> which.test(call) && --left[0] == 0;
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void landsEverythingOnceAfterDyingAtTheRoot(Moment moment) {
    produceAll();
    dieAt(moment, call -> call.name().equals(world.layout.chainRoot(P0)));
    recover();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void landsEverythingOnceAfterDyingBeforeAClaim(int number) {
    produceAll();
    dieAt(Moment.BEFORE, nth(number, world::createsClaim));
    recover();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void landsEverythingOnceAfterDyingBehindAClaim(int number) { // trap 29
    produceAll();
    dieAt(Moment.AFTER, nth(number, world::createsClaim));
    recover();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void landsEverythingOnceAfterDyingBeforeAnObject(int number) {
    produceAll();
    dieAt(Moment.BEFORE, nth(number, world::createsData));
    recover();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void landsEverythingOnceAfterDyingBehindAnObject(int number) {
    produceAll();
    dieAt(Moment.AFTER, nth(number, world::createsData));
    recover();
  }

  @Test
  void landsEverythingOnceAfterDyingBehindTheCommit() {
    produceAll();
    process.start().drain();
    process.crash();
    recover();
  }

  @Test
  void startsAtTheRootAndNotWhereItWouldStartNow() { // trap 13
    process.startAtLatest();
    process.start().runFor(Duration.ofSeconds(5));
    process.crash();
    world.produce(P0, 3);
    world.harness().group().reset(P0, null);

    process.start().drain();

    assertThat(world.landed(P0)).containsOnlyKeys(0L, 1L, 2L);
    world.check();
  }

  @Test
  void landsEverythingOnceAfterTheCommittedOffsetsExpired() { // trap 46
    produceAll();
    process.start().drain();
    process.crash();
    world.harness().group().reset(P0, null);
    recover();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 3, 6, 1_000})
  void startsAtTheTipWhereverTheOffsetIsResetTo(long offset) {
    world.produce(P0, 3);
    process.start().drain();
    process.crash();
    produceAll();
    process.start().drain();
    process.crash();
    world.harness().group().reset(P0, new OffsetAndMetadata(offset));
    recover();
  }

  @Test
  void doesNotTrustMetadataThatNamesAnotherOffset() {
    produceAll();
    process.start().drain();
    String metadata = world.harness().group().committed(P0).orElseThrow().metadata();
    process.crash();
    world.produce(P0, 6);
    long end = world.log().end(P0);
    world.harness().group().reset(P0, new OffsetAndMetadata(end - 2, metadata));
    recover();
  }

  @Test
  void takesTheBeginningOfAClaimFromTheChainAndNotFromTheCommit() { // trap 29
    world.produce(P0, 2);
    process.start().drain();
    world.log().appendMarker(P0);
    process.drain();
    assertThat(process.harness().committed(P0)).hasValue(3);
    world.produce(P0, 2);

    process.restart().drain();

    assertThat(world.claims(P0)).extracting(LedgerEntry::from).containsExactly(0L, 2L);
    world.check();
  }

  @Test
  void repairsWithTheSettingsOfTheClaim() { // trap 29
    process.settings.encoding = Encoding.of("avro", "deflate", OptionalInt.empty());
    produceAll();
    dieAt(Moment.AFTER, nth(1, world::createsClaim));
    LedgerEntry claim = world.claim(P0, 0);
    process.settings.encoding = Encoding.of("parquet", "zstd", OptionalInt.empty());
    process.settings.folders = Folders.NONE;

    recover();

    assertThat(world.claim(P0, 0)).isEqualTo(claim);
    assertThat(world.dataNames()).contains(claim.files().get(0).name());
  }

  @Test
  void repairsWithTheVerdictsOfTheClaimThoughTheRuleRejectsMoreNow() { // trap 29
    produceAll();
    dieAt(Moment.AFTER, nth(1, world::createsClaim));
    process.settings.rule = RecordRule.headers(List.of("nobody-has-this"));

    recover();

    assertThat(world.claim(P0, 0).records()).isEqualTo(6);
  }

  @Test
  void repairsWithTheVerdictsOfTheClaimThoughTheRuleRejectsLessNow() { // trap 29
    world.produce(P0, "0", POISON, "2", POISON, "4");
    dieAt(Moment.AFTER, world::createsClaim);
    process.settings.rule = RecordRule.none();

    recover();

    assertThat(world.deadOffsets(P0)).containsExactly(1L, 3L);
  }

  @Test
  void repairsThoughRecordsAreLongerThanTheyMayBeNow() {
    world.produce(P0, "\"a long text, one that takes a hundred bytes and more in its envelope\"");
    dieAt(Moment.AFTER, world::createsClaim);
    process.settings.maxRecordBytes = 100;

    process.start().drain();

    world.check();
  }

  @Test
  void repairsOnlyAsAReaderWhoSeesWhatTheWriterSaw() {
    world.produce(P0, 3);
    dieAt(Moment.AFTER, world::createsClaim);
    process.settings.isolationLevel = "read_uncommitted";

    process.start().harness().runFor(Duration.ofMinutes(1));

    assertThat(world.dataNames()).isEmpty();
    process.crash();
    process.settings.isolationLevel = "read_committed";
    process.start().drain();
    world.check();
  }

  @Test
  void repairsMoreThanTheStagingBudgetHolds() { // trap 44
    String large = "\"" + "x".repeat(50_000) + "\"";
    process.pollOneRecordAtATime();
    world.produce(P0, large, large, large, large, large, large);
    dieAt(Moment.AFTER, world::createsClaim);
    process.stagingBytes = 40_000;

    process.start().drain();

    world.check();
  }

  @Test
  void repairsAClaimThatEndsInMarkers() { // trap 12
    world.produce(P0, 3);
    world.log().abortedTransaction(P0, "3", "4");
    dieAt(Moment.AFTER, world::createsClaim);
    assertThat(world.claim(P0, 0).next()).isEqualTo(6);

    process.start().drain();

    assertThat(process.harness().committed(P0)).hasValue(6);
    world.check();
  }

  @Test
  void repairsAClaimWithADeadLetterThatWasAcknowledgedAfterItsSegmentClosed() {
    world.produce(P0, "0", POISON, "2", "3", "4", "5", "6", "7");
    world.deadLetters.hold();
    process.dieAt(Moment.AFTER, world::createsClaim);
    process.start().runFor(Duration.ofSeconds(10));
    world.deadLetters.acknowledge();
    process.runUntilDead();

    recover();
  }
}
