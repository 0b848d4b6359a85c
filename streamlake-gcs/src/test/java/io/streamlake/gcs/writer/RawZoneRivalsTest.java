package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static io.streamlake.gcs.writer.WriterWorld.POISON;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.LedgerJson;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import io.streamlake.gcs.store.NewObject;
import io.streamlake.testkit.StepExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawZoneRivalsTest {

  private final WriterWorld world;
  private final WriterProcess first;
  private final WriterProcess second;

  RawZoneRivalsTest(@TempDir Path directory) {
    world = new WriterWorld(directory, 1);
    first = world.process();
    second = world.process(StepExecutor.inOrder());
  }

  @BeforeEach
  void rollEarly() {
    first.settings.rollRecords = 3;
    second.settings.rollRecords = 4;
  }

  /** The first stages and then stands still; the second takes over and goes on. */
  private void takeOver() {
    first.start().runFor(Duration.ofSeconds(2));
    first.freeze();
    world.produce(P0, 9);
    first.runFor(Duration.ofSeconds(2));
    world.harness().group().fence(first.harness().consumer());
    second.start().runFor(Duration.ofSeconds(10));
  }

  @Test
  void adoptsTheClaimOfAnotherWriterAndDropsWhatIsStagedBehindItsOwn() { // trap 26
    takeOver();
    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(4L, 8L);

    first.thaw();
    second.drain();

    assertThat(first.zone().totals().segments()).isZero();
    assertThat(first.area().path()).isEmptyDirectory();
    assertThat(first.area().reservedBytes()).isZero();
    world.check();
  }

  @Test
  void goesOnBehindAnAdoptedClaimWhenItOwnsThePartitionAgain() { // trap 26
    takeOver();
    second.crash();
    first.own(P0);
    first.thaw();

    first.drain();

    assertThat(world.claims(P0)).extracting(LedgerEntry::from).startsWith(0L, 4L, 8L);
    world.check();
  }

  @Test
  void losesTheRaceForAClaimThatIsCreatedJustBeforeItsOwn() { // trap 26
    world.produce(P0, 9);
    first.store.inject(
        (moment, call) -> {
          if (moment == Moment.BEFORE && world.createsClaim(call)) {
            first.store.heal();
            Claims.copy(world, call.name(), 2);
          }
        });

    first.start().drain();

    assertThat(first.harness().loop().termination().toCompletableFuture()).isNotDone();
    assertThat(world.claim(P0, 0).next()).isEqualTo(2);
    world.check();
  }

  @Test
  void losesTheRaceForTheRootAndLandsInTheWinnersChain() {
    world.produce(P0, 6);
    String name = world.layout.chainRoot(P0);
    ChainRoot root =
        new ChainRoot(1, "cluster", "first-id", "winner", 2, "another policy", world.now());
    first.store.inject(
        (moment, call) -> {
          if (call.operation() == Operation.CREATE && call.name().equals(name)) {
            first.store.heal();
            world.store.create(NewObject.json(name, LedgerJson.write(root)));
          }
        });

    first.start().drain();

    assertThat(world.claims(P0)).extracting(LedgerEntry::chain).containsOnly("winner");
    assertThat(world.landed(P0)).containsOnlyKeys(2L, 3L, 4L, 5L);
    world.checkLedger();
  }

  @Test
  void losesTheRaceForAClaimWhileThePartitionLeaves() { // trap 2, trap 26
    world.produce(P0, 2);
    first.start().runFor(Duration.ofSeconds(2));
    first.store.inject(
        (moment, call) -> {
          if (moment == Moment.BEFORE && world.createsClaim(call)) {
            first.store.heal();
            Claims.copy(world, call.name(), 1);
          }
        });

    first.harness().revoke(P0);
    first.runFor(Duration.ofSeconds(30));

    second.start().drain();
    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(1L, 2L);
    world.check();
  }

  @Test
  void takesItsOwnClaimForItsOwnThoughTheResponseIsLost() { // trap 36
    world.produce(P0, 3);
    first.store.failingOnce(Moment.AFTER, world::createsClaim);

    first.start().drain();

    assertThat(first.zone().totals().segments()).isEqualTo(1);
    world.check();
  }

  @Test
  void takesItsOwnObjectForItsOwnThoughTheResponseIsLost() { // trap 36
    world.produce(P0, 3);
    first.store.failingOnce(Moment.AFTER, world::createsData);

    first.start().drain();

    assertThat(first.zone().totals().segments()).isEqualTo(1);
    world.check();
  }

  @Test
  void takesNoObjectForItsOwnThatHoldsSomethingElse() { // trap 26
    world.produce(P0, 3);
    first.store.inject(
        (moment, call) -> {
          if (moment == Moment.BEFORE && world.createsData(call)) {
            first.store.heal();
            world.store.overwrite(call.name(), new byte[] {'{', '}'}, Map.of());
          }
        });

    first.start().drain();

    assertThat(first.harness().committed(P0)).hasValue(0);
    assertThat(first.zone().totals().segments()).isZero();
    world.store.remove(world.dataNames().get(0));
    first.drain();
    world.check();
  }

  @Test
  void doesNotTakeAClaimForItsOwnBecauseOfTheWritersName() { // trap 26
    second.settings.writer = first.settings.writer;
    second.settings.rollRecords = first.settings.rollRecords;
    takeOver();

    first.thaw();
    second.drain();

    assertThat(first.zone().totals().segments()).isZero();
    world.check();
  }

  @Test
  void leavesTheClaimOfASleeperToItsHeir() {
    world.produce(P0, 3);
    first.store.inject(
        (moment, call) -> {
          if (moment == Moment.AFTER && world.createsClaim(call)) {
            first.freeze();
          }
        });
    first.start().runFor(Duration.ofSeconds(5));
    assertThat(world.dataNames()).isEmpty();
    world.harness().group().fence(first.harness().consumer());

    second.start().drain();
    first.thaw();
    second.drain();

    assertThat(world.claims(P0)).extracting(LedgerEntry::next).containsExactly(3L);
    world.check();
  }

  @Test
  void handsOverDeadLettersThatWereNotClaimed() {
    world.produce(P0, "0", POISON, "2");
    world.deadLetters.hold();
    first.start().runFor(Duration.ofSeconds(3));
    world.harness().group().fence(first.harness().consumer());
    world.deadLetters.acknowledge();

    second.start().drain();

    assertThat(world.deadOffsets(P0)).containsExactly(1L);
    assertThat(world.deadLetters.acknowledged(P0)).containsExactly(1L, 1L);
    world.check();
  }
}
