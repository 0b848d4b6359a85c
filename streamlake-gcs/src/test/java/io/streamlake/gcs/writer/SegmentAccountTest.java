package io.streamlake.gcs.writer;

import static io.streamlake.gcs.writer.WriterWorld.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.format.JsonlEncoder;
import io.streamlake.gcs.format.SegmentOrigin;
import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.Folders;
import io.streamlake.gcs.ledger.Hole;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.stage.RollPolicy;
import io.streamlake.gcs.stage.StagingArea;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;

class SegmentAccountTest {

  /** What becomes of an offset. */
  enum Fate {
    LANDED,
    DEAD,
    SKIPPED,
    ABSENT
  }

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ChainRoot ROOT = new ChainRoot(1, null, null, "c", 0, "earliest", NOW);

  @Property(tries = 200)
  void accountsForEachOffsetOnce(
      @ForAll @LongRange(min = 0, max = 1L << 40) long from,
      @ForAll @Size(min = 1, max = 40) List<Fate> fates)
      throws IOException {
    LedgerEntry claim = claim(from, fates);

    assertThat(claim.next() - claim.from()).isEqualTo(fates.size());
    assertThat(claim.records()).isEqualTo(count(fates, Fate.LANDED));
    assertThat(claim.deadLetterCount()).isEqualTo(count(fates, Fate.DEAD));
    assertThat(claim.absent()).isEqualTo(count(fates, Fate.ABSENT));
    assertThat(claim.holeCount()).isEqualTo(count(fates, Fate.SKIPPED));
    assertThat(claim.holes()).allMatch(hole -> hole.reason() == Hole.Reason.SKIPPED);
    for (int i = 0; i < fates.size(); i++) {
      boolean isLeftOut = fates.get(i) == Fate.DEAD || fates.get(i) == Fate.SKIPPED;
      assertThat(claim.isExcluded(from + i)).isEqualTo(isLeftOut);
      assertThat(isInAHole(claim, from + i)).isEqualTo(fates.get(i) == Fate.SKIPPED);
    }
  }

  @Property(tries = 100)
  void repairsExactlyWhatWasClaimedThoughDeadLettersAreReadAgain(
      @ForAll @Size(min = 1, max = 40) List<Fate> fates) throws IOException {
    LedgerEntry claim = claim(0, fates);
    try (Staging staging = new Staging()) {
      Segment repair = Segment.repairing(claim, staging.files, new JsonlEncoder(Integer.MAX_VALUE));
      for (int i = 0; i < fates.size(); i++) {
        if (fates.get(i) != Fate.ABSENT) {
          repair.take(record(i), 0);
        }
      }
      repair.cover(fates.size() + 5L);

      Landing.Plan plan = repairOf(repair, 0).plan(staging.finish(repair), NOW);

      assertThat(repair.next()).isEqualTo(claim.next());
      assertThat(plan.entry()).isEqualTo(claim);
      assertThat(plan.repair()).isPresent();
      assertThat(Reduction.unmatched(claim, List.of(), files(plan))).isEmpty();
    }
  }

  @Property(tries = 200)
  void amendsAClaimByExactlyWhatTheLogLacks(
      @ForAll @Size(min = 1, max = 40) List<Fate> fates,
      @ForAll @IntRange(min = 0, max = 40) int beginning,
      @ForAll Set<@IntRange(min = 0, max = 39) Integer> compacted)
      throws IOException {
    LedgerEntry claim = claim(0, fates);
    try (Staging staging = new Staging()) {
      Segment repair = Segment.repairing(claim, staging.files, new JsonlEncoder(Integer.MAX_VALUE));
      Set<Integer> lost = new TreeSet<>();
      for (int i = 0; i < fates.size(); i++) {
        boolean isGone = i < beginning || compacted.contains(i);
        if (fates.get(i) != Fate.ABSENT && !isGone) {
          repair.take(record(i), 0);
        } else if (fates.get(i) == Fate.LANDED) {
          lost.add(i);
        }
      }
      repair.cover(fates.size() + 5L);

      Landing.Plan plan = repairOf(repair, beginning).plan(staging.finish(repair), NOW);

      Optional<LedgerEntry> reduced = plan.repair().orElseThrow().reduced();
      assertThat(reduced.isPresent()).isEqualTo(!lost.isEmpty());
      reduced.ifPresent(
          amendment -> {
            assertThat(amendment.amends(claim)).isTrue();
            assertThat(amendment.records()).isEqualTo(claim.records() - lost.size());
            assertThat(lost).allMatch(offset -> isInAHole(amendment, offset));
            assertThat(Reduction.unmatched(claim, List.of(), files(plan))).isNotEmpty();
            assertThat(Reduction.unmatched(claim, List.of(amendment), files(plan))).isEmpty();
          });
    }
  }

  @Example
  void keepsHolesOfBothKindsInOrder() throws IOException {
    try (Staging staging = new Staging()) {
      Segment segment =
          Segment.fresh(0, staging.files, RecordRule.none(), new JsonlEncoder(1 << 20));
      segment.lose(0, 10, 0);
      segment.skip(11, 0);
      segment.skip(10, 0);

      assertThat(segment.holes())
          .containsExactly(
              new Hole(0, 10, Hole.Reason.RETENTION), new Hole(10, 12, Hole.Reason.SKIPPED));
    }
  }

  @Example
  void rollsWhenItListsAsManySkippedAndDeadRecordsAsItMay() throws IOException {
    try (Staging staging = new Staging()) {
      Segment segment =
          Segment.fresh(0, staging.files, RecordRule.none(), new JsonlEncoder(1 << 20));
      RollPolicy policy = new RollPolicy(1 << 20, 1_000_000, Duration.ofHours(1));
      for (long i = 0; i < RollPolicy.MAX_DEAD_LETTER_RANGES; i++) {
        assertThat(segment.rollDue(policy, 0)).isEmpty();
        if (i % 2 == 0) {
          segment.skip(2 * i, 0);
        } else {
          segment.deadLetter(2 * i, 0);
        }
      }

      assertThat(segment.rollDue(policy, 0)).contains(RollPolicy.Reason.DEAD_LETTERS);
    }
  }

  @Property(tries = 100)
  void neverTakesOtherRecordsForLostOnes(@ForAll @IntRange(min = 1, max = 20) int count)
      throws IOException {
    LedgerEntry claim = claim(0, Collections.nCopies(count, Fate.LANDED));
    try (Staging staging = new Staging()) {
      Segment repair = Segment.repairing(claim, staging.files, new JsonlEncoder(Integer.MAX_VALUE));
      for (int i = 0; i < count; i++) {
        byte[] value = {(byte) (i == count - 1 ? '2' : '1')};
        repair.take(new ConsumerRecord<>(P0.topic(), P0.partition(), i, null, value), 0);
      }

      Landing.Plan plan = repairOf(repair, 0).plan(staging.finish(repair), NOW);

      assertThat(Reduction.unmatched(claim, List.of(), files(plan))).isNotEmpty();
      assertThat(plan.repair().orElseThrow().reduced()).isEmpty();
    }
  }

  private static boolean isInAHole(LedgerEntry entry, long offset) {
    return entry.holes().stream().anyMatch(hole -> hole.contains(offset));
  }

  private static ClaimPlan.Maker repairOf(Segment repair, long beginning) {
    return ClaimPlan.repair(new WriterSettings().build(), new Chain(P0, ROOT), repair, beginning);
  }

  private static List<FileEntry> files(Landing.Plan plan) {
    return plan.staged().stream().map(StagedObject::file).toList();
  }

  private static long count(List<Fate> fates, Fate which) {
    return fates.stream().filter(fate -> fate == which).count();
  }

  private static LedgerEntry claim(long from, List<Fate> fates) throws IOException {
    try (Staging staging = new Staging()) {
      Segment segment =
          Segment.fresh(from, staging.files, RecordRule.none(), new JsonlEncoder(1 << 20));
      for (int i = 0; i < fates.size(); i++) {
        switch (fates.get(i)) {
          case LANDED -> segment.take(record(from + i), 0);
          case DEAD -> segment.deadLetter(from + i, 0);
          case SKIPPED -> segment.skip(from + i, 0);
          case ABSENT -> segment.cover(from + i + 1);
        }
      }
      return ClaimPlan.fresh(new WriterSettings().build(), new Chain(P0, ROOT), segment)
          .plan(staging.finish(segment), NOW)
          .entry();
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset) {
    return new ConsumerRecord<>(P0.topic(), P0.partition(), offset, null, new byte[] {'1'});
  }

  private static final class Staging implements AutoCloseable {

    final SegmentFiles files;
    private final Path directory;
    private final StagingArea area;

    Staging() throws IOException {
      directory = Files.createTempDirectory("staging");
      area = StagingArea.open(directory, 1 << 20);
      files =
          new SegmentFiles(
              area,
              new OpenFiles(10),
              new SegmentOrigin(P0, 0),
              Encoding.of("jsonl", "none", OptionalInt.empty()),
              Folders.HOUR);
    }

    List<StagedObject> finish(Segment segment) throws IOException {
      return segment.files().finish(new Layout("shop"));
    }

    @Override
    public void close() throws IOException {
      area.close();
      Files.delete(directory);
    }
  }
}
