package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static io.streamlake.gcs.writer.WriterWorld.P1;
import static io.streamlake.gcs.writer.WriterWorld.POISON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.LedgerJson;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import io.streamlake.gcs.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RawZoneTroubleTest {

  private static final String LARGE = "\"" + "x".repeat(50_000) + "\"";

  private final WriterWorld world;
  private final WriterProcess process;

  RawZoneTroubleTest(@TempDir Path directory) {
    world = new WriterWorld(directory, 2);
    process = world.process();
    process.settings.rollRecords = 4;
  }

  @ParameterizedTest
  @EnumSource(value = StoreException.Kind.class, mode = Mode.EXCLUDE, names = "UNUSABLE")
  void waitsOutAnOutageHoweverLongWithoutDeadLetters(StoreException.Kind kind) { // trap 27
    process.start().runFor(Duration.ofSeconds(5));
    process.store.failing(Moment.BEFORE, kind, call -> true);
    world.produce(P0, 10);

    process.runFor(Duration.ofMinutes(30));

    assertThat(world.deadLetters.sent()).isEmpty();
    assertThat(process.harness().committed(P0)).hasValue(0);
    process.store.heal();
    process.drain();
    world.check();
  }

  @Test
  void holdsAPartitionWhoseStartIsUnknownAndNeverTakesThatForAnEmptyLedger() {
    process.start();
    world.produce(P0, 5);
    process.drain();
    process.crash();
    process.store.failing(
        Moment.BEFORE, StoreException.Kind.TRANSIENT, call -> !world.createsData(call));
    world.produce(P0, 5);

    process.start().runFor(Duration.ofMinutes(15));

    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(4L, 5L);
    process.store.heal();
    process.drain();
    world.check();
  }

  @Test
  void claimsNothingThatItCouldNotName() {
    int needed = "orders+00000+00000000000000000000.jsonl".length();
    process.store.maxNamePartBytes = needed - 1;
    world.produce(P0, 5);

    process.start().runFor(Duration.ofMinutes(15));

    assertThat(world.store.names()).isEmpty();
    process.store.maxNamePartBytes = needed;
    process.restart().drain();
    world.check();
  }

  @Test
  void neverTakesAnUnansweredQuestionForAMissingClaim() {
    world.produce(P0, 5);
    process.start().drain();
    process.crash();
    process.store.failing(
        Moment.BEFORE,
        StoreException.Kind.TRANSIENT,
        call -> call.operation() == Operation.READ && world.isClaim(call.name()));
    world.produce(P0, 5);

    process.start().runFor(Duration.ofMinutes(15));

    assertThat(world.store.calls()).filteredOn(world::createsClaim).hasSize(2);
    process.store.heal();
    process.drain();
    world.check();
  }

  @Test
  void readsAgainWhatWasDeletedFromStaging() { // trap 44
    process.store.failing(Moment.BEFORE, StoreException.Kind.TRANSIENT, world::createsClaim);
    world.produce(P0, 4);
    process.start().runFor(Duration.ofSeconds(5));
    deleteAll(process.area().path());

    process.store.heal();
    process.drain();

    world.check();
  }

  @Test
  void stagesAgainThoughItsEmptyDirectoryWasCleanedAway() throws IOException { // trap 44
    world.produce(P0, 4);
    process.start().drain();
    Files.delete(process.area().path());
    world.produce(P0, 4);

    process.drain();

    world.check();
  }

  @ParameterizedTest
  @CsvSource({"jsonl, none", "avro, null", "parquet, uncompressed"})
  void readsAgainWhatWasDeletedFromStagingWhileItWasOpen( // trap 44
      String format, String compression) {
    process.settings.encoding = Encoding.of(format, compression, OptionalInt.empty());
    world.produce(P0, 2);
    process.start().runFor(Duration.ofSeconds(5));
    deleteAll(process.area().path());
    world.produce(P0, 2);

    process.drain();

    world.check();
  }

  private static void deleteAll(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void pausesWhileStagingIsFullAndGoesOnPolling() { // trap 8, trap 44
    process.pollOneRecordAtATime();
    process.stagingBytes = 100_000;
    process.store.failing(Moment.BEFORE, StoreException.Kind.TRANSIENT, world::createsData);
    for (int i = 0; i < 20; i++) {
      world.produce(P0, LARGE);
      world.produce(P1, LARGE);
    }

    process.start().runFor(Duration.ofMinutes(20));

    assertThat(process.harness().consumer().paused()).containsExactlyInAnyOrder(P0, P1);
    assertThat(process.area().reservedBytes()).isLessThan(100_000 + 6 * 51_000);
    process.store.heal();
    process.drain();
    world.check();
  }

  @Test
  void holdsATopicThatWasRecreated() { // trap 45
    world.produce(P0, 5);
    process.start().drain();
    process.crash();
    String claim = world.layout.entry(P0, 4);
    byte[] before = world.bytes(claim);
    world.recreateTopic();
    world.produce(P0, 20);

    process.start().runFor(Duration.ofMinutes(10));

    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(4L, 5L);
    assertThat(world.bytes(claim)).isEqualTo(before);
    assertThat(process.harness().consumer().paused()).contains(P0);
  }

  @Test
  void holdsAnObjectThatSomebodyElseHasWritten() {
    world.produce(P0, 4);
    process.dieAt(Moment.AFTER, world::createsClaim);
    process.start().runUntilDead();
    String name = world.claim(P0, 0).files().get(0).name();
    world.store.overwrite(name, new byte[] {1, 2, 3}, Map.of());

    process.start().runFor(Duration.ofMinutes(10));

    assertThat(process.harness().committed(P0).orElse(0)).isZero();
    world.store.remove(name);
    process.drain();
    world.check();
  }

  @Test
  void holdsALedgerWhoseRootSomebodyHasRemovedAndCreatesNoOther() {
    String name = world.layout.chainRoot(P0);
    byte[] root = landAndTakeTheRoot();
    world.store.remove(name);

    process.start().runFor(Duration.ofMinutes(10));

    assertThat(world.store.names()).doesNotContain(name);
    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(4L, 5L);
    world.store.overwrite(name, root, Map.of());
    process.drain();
    world.check();
  }

  @Test
  void holdsALedgerWhoseRootSomebodyHasReplaced() {
    String name = world.layout.chainRoot(P0);
    byte[] root = landAndTakeTheRoot();
    String chain = LedgerJson.readRoot(name, root).chain();
    String other = new String(root, UTF_8).replace(chain, UUID.randomUUID().toString());
    world.store.overwrite(name, other.getBytes(UTF_8), Map.of());

    process.start().runFor(Duration.ofMinutes(10));

    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(4L, 5L);
    world.store.overwrite(name, root, Map.of());
    process.drain();
    world.check();
  }

  /** Lands five records, and leaves five more to the next process. */
  private byte[] landAndTakeTheRoot() {
    world.produce(P0, 5);
    process.start().drain();
    process.crash();
    world.produce(P0, 5);
    return world.bytes(world.layout.chainRoot(P0));
  }

  @Test
  void holdsALedgerThatLeadsRoundInACircle() {
    world.produce(P0, 4);
    process.start().drain();
    process.crash();
    String circle = world.layout.entry(P0, 4);
    world.store.overwrite(circle, world.bytes(world.layout.entry(P0, 0)), Map.of());
    world.produce(P0, 5);

    process.start().runFor(Duration.ofMinutes(10));

    assertThat(process.harness().consumer().paused()).contains(P0);
    world.store.remove(circle);
    process.drain();
    world.check();
  }

  @Test
  void goesOnWithOtherPartitionsWhileOneIsHeld() {
    process.store.failing(
        Moment.BEFORE,
        StoreException.Kind.DENIED,
        call -> call.name().contains("/00000/") && world.createsClaim(call));
    world.produce(P0, 5);
    world.produce(P1, 5);

    process.start().drain();

    assertThat(process.harness().committed(P0)).hasValue(0);
    assertThat(process.harness().committed(P1)).hasValue(5);
  }

  @Test
  void landsEverythingThoughEachRequestFailsOnceBeforeAndOnceBehindItsEffect() { // trap 36
    Map<Object, Integer> seen = new HashMap<>();
    process.store.inject(
        (moment, call) -> {
          int count = seen.merge(call, 1, Integer::sum);
          if (count == 1 || count == 3) {
            throw ProcessStore.failure(StoreException.Kind.TRANSIENT, call);
          }
        });
    world.produce(P0, "0", POISON, "2", "3", "4", "5");

    process.start().drain();

    world.check();
  }
}
