package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static io.streamlake.gcs.writer.WriterWorld.POISON;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.DeadLetterSink;
import io.streamlake.gcs.deadletter.LetterSearch;
import io.streamlake.gcs.deadletter.ObjectDeadLetterSink;
import io.streamlake.gcs.ledger.Hole;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.RecordSearch;
import io.streamlake.gcs.ledger.Whereabouts.Fate;
import io.streamlake.gcs.store.InMemoryObjectStore.Call;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.InMemoryObjectStore.Operation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is not landed is in the account: dead letters beside the data, and what is skipped. */
class RawZoneLeftOutTest {

  private final WriterWorld world;
  private final WriterProcess process;

  RawZoneLeftOutTest(@TempDir Path directory) {
    world = new WriterWorld(directory, 2);
    process = world.process();
    process.settings.rollRecords = 4;
  }

  /** Letters go into the bucket of the data, and are noted for the world's checks. */
  private void keepLettersBesideTheData() {
    process
        .harness()
        .with(
            loop -> {
              ObjectDeadLetterSink objects =
                  ObjectDeadLetterSink.writingOn(process.store, world.layout, Runnable::run);
              loop.deadLetters(
                  letter ->
                      objects.send(letter).thenCompose(name -> world.deadLetters.send(letter)));
            });
  }

  private void skipWhatFails() {
    process.harness().with(loop -> loop.deadLetters(DeadLetterSink.loseRecordsOnPurpose()));
  }

  private List<String> letters() {
    return world.store.names().stream().filter(name -> name.contains("/_dead_letters/")).toList();
  }

  private static boolean createsLetter(Call call) {
    return call.operation() == Operation.CREATE && call.name().contains("/_dead_letters/");
  }

  @Test
  void isAuditedAsEverThoughLettersLieBesideTheData() {
    keepLettersBesideTheData();
    world.produce(P0, "0", POISON, "2", POISON, "4", "5", "6");

    process.start().drain();

    world.check();
    assertThat(world.deadOffsets(P0)).containsExactly(1L, 3L);
    assertThat(letters()).hasSize(2);
    assertThat(new LetterSearch(world.store, world.layout).find(P0, 3)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void hasOneLetterForEachDeadOffsetAfterDyingWhileItIsWritten(Moment moment) {
    keepLettersBesideTheData();
    world.produce(P0, "0", POISON, "2", POISON, "4", "5", "6");
    process.dieAt(moment, RawZoneLeftOutTest::createsLetter);
    process.start().runUntilDead();

    process.start().drain();

    world.check();
    assertThat(letters()).hasSize(2);
  }

  @Test
  void claimsNothingWhoseLetterIsNotKept() {
    keepLettersBesideTheData();
    world.checkEachClaim();
    process.store.failingOnce(Moment.AFTER, RawZoneLeftOutTest::createsLetter);
    world.produce(P0, POISON, "1", "2", "3", "4", "5", "6");

    process.start().drain();

    world.check();
    assertThat(letters()).hasSize(1);
  }

  @Test // trap 14
  void listsWhatIsSkippedByNameAsHolesAndNotAsDeadLetters() {
    skipWhatFails();
    world.produce(P0, "0", POISON, POISON, "3", POISON, "5", "6");

    process.start().drain();

    world.checkLedger();
    assertThat(world.deadOffsets(P0)).isEmpty();
    assertThat(skipped()).containsExactly(1L, 2L, 4L);
    assertThat(world.landed(P0).keySet()).containsExactly(0L, 3L, 5L, 6L);
    assertThat(process.harness().committed(P0)).hasValue(7);
    assertThat(new RecordSearch(world.store, world.layout).find(P0, 2))
        .satisfies(found -> assertThat(found.fate()).isEqualTo(Fate.HOLE))
        .satisfies(found -> assertThat(found.detail()).isEqualTo("skipped by policy"));
  }

  @Test
  void repairsAClaimWithoutWhatItSkipsThoughTodayItWouldBeLanded() {
    skipWhatFails();
    world.produce(P0, "0", POISON, "2", "3", "4");
    process.dieAt(Moment.BEFORE, world::createsData);
    process.start().runUntilDead();
    process.settings.rule = RecordRule.none();
    world.produce(P0, "5", "6", "7");

    process.start().drain();

    world.checkLedger();
    assertThat(skipped()).containsExactly(1L);
    assertThat(world.landed(P0).keySet()).containsExactly(0L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  private Set<Long> skipped() {
    Set<Long> skipped = new TreeSet<>();
    for (LedgerEntry claim : world.claims(P0)) {
      for (Hole hole : claim.holes()) {
        assertThat(hole.reason()).isEqualTo(Hole.Reason.SKIPPED);
        for (long offset = hole.from(); offset < hole.next(); offset++) {
          skipped.add(offset);
        }
      }
    }
    return skipped;
  }
}
