package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.core.LostOffsetsException;
import io.streamlake.core.LostOffsetsPolicy;
import io.streamlake.core.decision.PauseReason;
import io.streamlake.core.loop.PartitionStatus;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that are gone from the log before they were landed, where that is not to be accepted. */
class RawZoneHeldLossTest {

  private final WriterWorld world;
  private final WriterProcess process;

  RawZoneHeldLossTest(@TempDir Path directory) {
    world = new WriterWorld(directory, 1);
    process = world.process();
  }

  private void dieBehindTheClaim() {
    process.dieAt(Moment.AFTER, world::createsClaim);
    process.start().runUntilDead();
  }

  /** A process that may leave losses behind amends the claim, and does no more. */
  private void dieBehindAnAmendment() {
    process.settings.lostOffsets = LostOffsets.CONTINUE;
    process.dieAt(Moment.AFTER, world::createsAmendment);
    process.start().runUntilDead();
    process.settings.lostOffsets = LostOffsets.HOLD;
  }

  private Set<PauseReason> pauseReasons() {
    CompletableFuture<List<PartitionStatus>> status =
        process.harness().loop().status().toCompletableFuture();
    process.harness().turns(2);
    return status.join().get(0).pauseReasons();
  }

  @Test
  void holdsAClaimOfWhichRecordsAreGone() { // trap 14
    world.produce(P0, 6);
    dieBehindTheClaim();
    world.compact(P0, 1);

    process.start().runFor(Duration.ofMinutes(10));

    assertThat(world.dataNames()).isEmpty();
    assertThat(world.amendments(world.claim(P0, 0))).isEmpty();
    assertThat(pauseReasons()).contains(PauseReason.HELD);
    process.crash();
    process.settings.lostOffsets = LostOffsets.CONTINUE;
    process.start().drain();
    world.check();
  }

  @Test
  void holdsNoClaimForTheSakeOfTheOneBeforeIt() {
    world.produce(P0, 6);
    dieBehindTheClaim();
    world.compact(P0, 1);
    process.start().runFor(Duration.ofMinutes(30)); // by now it waits long between two attempts
    WriterProcess other = world.process();
    other.settings.lostOffsets = LostOffsets.CONTINUE;
    other.dieAt(Moment.AFTER, call -> world.createsClaim(call) && world.claims(P0).size() == 2);
    other.start();
    process.runFor(Duration.ofSeconds(5));
    other.runFor(Duration.ofSeconds(20));
    world.produce(P0, 3);
    other.runUntilDead();

    process.own(P0);
    process.runFor(Duration.ofMinutes(1));

    assertThat(world.claims(P0)).hasSize(2);
    assertThat(world.landed(P0)).containsOnlyKeys(0L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    world.check();
  }

  @Test
  void endsTheLoopWhereAClaimOfWhichRecordsAreGoneIsToEndIt() {
    process.settings.lostOffsets = LostOffsets.FAIL;
    world.produce(P0, 6);
    dieBehindTheClaim();
    world.compact(P0, 1);

    assertThatThrownBy(() -> process.start().runFor(Duration.ofMinutes(1)))
        .hasRootCauseInstanceOf(LostOffsetsException.class);

    assertThat(world.dataNames()).isEmpty();
  }

  @Test
  void neverTakesOtherRecordsForLostOnes() {
    world.produce(P0, 3);
    dieBehindTheClaim();
    world.log().recreateTopic("orders");
    world.denyTopicId();
    world.produce(P0, "7", "8", "9");

    process.start().runFor(Duration.ofMinutes(10));

    assertThat(world.dataNames()).isEmpty();
    assertThat(world.amendments(world.claim(P0, 0))).isEmpty();
  }

  @Test
  void completesAClaimAsItsAmendmentSays() {
    world.produce(P0, 6);
    dieBehindTheClaim();
    world.retain(P0, 4);
    dieBehindAnAmendment();

    process.start().drain();

    assertThat(world.landed(P0)).containsOnlyKeys(4L, 5L);
    assertThat(world.amendments(world.claim(P0, 0))).hasSize(1);
    world.check();
  }

  @Test
  void holdsAClaimOfWhichMoreIsGoneThanItsAmendmentSays() { // trap 14
    world.produce(P0, 6);
    dieBehindTheClaim();
    world.retain(P0, 4);
    dieBehindAnAmendment();
    world.retain(P0, 5);

    process.start().runFor(Duration.ofMinutes(10));

    assertThat(world.dataNames()).isEmpty();
    assertThat(world.amendments(world.claim(P0, 0)))
        .extracting(LedgerEntry::records)
        .containsExactly(2L);
    assertThat(pauseReasons()).contains(PauseReason.OFFSETS_LOST);
  }

  @ParameterizedTest
  @CsvSource({"HOLD, 0", "HOLD, 1", "FAIL, 1"})
  void completesAClaimOfWhichNothingIsGoneButWhatIsLanded(
      LostOffsets lostOffsets, int unansweredBeginnings) {
    process.settings.lostOffsets = lostOffsets;
    process
        .harness()
        .with(loop -> loop.lostOffsetsPolicy(LostOffsetsPolicy.valueOf(lostOffsets.name())));
    world.produceAt(P0, world.now().minus(Duration.ofHours(1)), "0");
    world.produceAt(P0, world.now().minus(Duration.ofHours(1)), "1");
    world.produce(P0, "2", "3");
    process.dieAt(Moment.AFTER, call -> world.createsData(call) && isFirstOf(call.name()));
    process.start().runUntilDead();
    assertThat(world.landed(P0)).containsOnlyKeys(0L, 1L);
    world.retain(P0, 2);
    world.leaveBeginningsUnanswered(unansweredBeginnings);

    process.start().drain();

    assertThat(world.landed(P0)).containsOnlyKeys(0L, 1L, 2L, 3L);
    assertThat(world.amendments(world.claim(P0, 0))).isEmpty();
    world.check();
  }

  private boolean isFirstOf(String name) {
    return world.claim(P0, 0).file(name).orElseThrow().firstOffset() == 0;
  }
}
