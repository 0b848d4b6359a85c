package io.streamlake.gcs.writer;

import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.Hole;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.OffsetRange;
import io.streamlake.gcs.writer.Undelivered.Gap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a claim becomes when the log does not give back all of it. Pure.
 *
 * @param claim the claim
 * @param files what could be staged of it
 * @param gaps the first of what the log did not deliver, ascending; what is in none of them is
 *     absent
 * @param beginning the first offset that the log still holds, if that is known; else 0
 */
record Reduction(LedgerEntry claim, List<FileEntry> files, List<Gap> gaps, long beginning) {

  Reduction {
    files = List.copyOf(files);
    gaps = List.copyOf(gaps);
  }

  /**
   * A claim of which nothing more can be read than some of its objects.
   *
   * @param files those that exist; what lies between their first and last offsets is no hole, but
   *     absent, because nobody knows which of the positions are theirs
   */
  static Reduction toFiles(LedgerEntry claim, List<FileEntry> files) {
    Undelivered undelivered = new Undelivered(claim.from());
    files.stream()
        .sorted(Comparator.comparingLong(FileEntry::firstOffset))
        .forEach(file -> undelivered.delivered(file.firstOffset(), file.lastOffset()));
    undelivered.passed(claim.next());
    return new Reduction(claim, files, undelivered.gaps(), claim.next());
  }

  /**
   * Whether something is missing and nothing else: each file has fewer records than the claim says,
   * or the very same ones. Records that are others than those which were claimed are no loss.
   */
  boolean isPossible() {
    return lost() > 0 && files.stream().allMatch(this::isPart);
  }

  private boolean isPart(FileEntry file) {
    Optional<FileEntry> claimed = claim.file(file.name());
    return claimed
        .filter(
            whole ->
                file.content().equals(whole.content())
                    || (file.records() < whole.records()
                        && file.firstOffset() >= whole.firstOffset()
                        && file.lastOffset() <= whole.lastOffset()))
        .isPresent();
  }

  private long lost() {
    return claim.records() - records();
  }

  private long records() {
    return files.stream().mapToLong(FileEntry::records).sum();
  }

  /** The amendment: the claim, less what is lost. */
  LedgerEntry amendment(String nonce, String writer, Instant now) {
    List<Hole> holes = holes();
    long missing = holes.stream().mapToLong(Hole::count).sum();
    long covered = claim.next() - claim.from();
    return new LedgerEntry(
        claim.version(),
        claim.chain(),
        claim.clusterId(),
        claim.topic(),
        claim.topicId(),
        claim.partition(),
        claim.from(),
        claim.next(),
        nonce,
        records(),
        claim.deadLetters(),
        holes,
        covered - records() - claim.deadLetterCount() - missing,
        files,
        claim.format(),
        claim.compression(),
        claim.folders(),
        claim.isolationLevel(),
        writer,
        now);
  }

  /**
   * Where the lost records may have been: in the gaps within the files that are not whole. A gap
   * may hold markers as well; nobody can tell any more.
   */
  private List<Hole> holes() {
    List<Hole> holes = new ArrayList<>(claim.holes());
    List<Gap> excluded = excluded();
    int first = 0;
    for (Gap gap : gaps) {
      while (first < excluded.size() && excluded.get(first).next() <= gap.from()) {
        first++;
      }
      addWithout(holes, gap, excluded.subList(first, excluded.size()));
    }
    holes.sort(Comparator.comparingLong(Hole::from));
    return holes;
  }

  private void addWithout(List<Hole> holes, Gap gap, List<Gap> excluded) {
    long position = gap.from();
    for (Gap left : excluded) {
      if (left.from() >= gap.next()) {
        break;
      }
      addBothSides(holes, position, left.from());
      position = Math.max(position, left.next());
    }
    addBothSides(holes, position, gap.next());
  }

  /** What lies below the log's beginning went by retention. */
  private void addBothSides(List<Hole> holes, long from, long next) {
    long split = Math.max(from, Math.min(beginning, next));
    add(holes, Hole.Reason.RETENTION, from, split);
    add(holes, Hole.Reason.COMPACTION, split, next);
  }

  private static void add(List<Hole> holes, Hole.Reason reason, long from, long next) {
    if (from < next) {
      holes.add(new Hole(from, next, reason));
    }
  }

  private List<Gap> excluded() {
    List<Gap> excluded = new ArrayList<>();
    for (OffsetRange dead : claim.deadLetters()) {
      excluded.add(new Gap(dead.first(), dead.last() + 1));
    }
    claim.holes().forEach(hole -> excluded.add(new Gap(hole.from(), hole.next())));
    excluded.addAll(outside());
    excluded.sort(Comparator.comparingLong(Gap::from));
    return excluded;
  }

  /** The ranges in which no file that lacks records has any. */
  private List<Gap> outside() {
    List<FileEntry> lacking =
        claim.files().stream()
            .filter(whole -> files.stream().noneMatch(file -> isSame(file, whole)))
            .sorted(Comparator.comparingLong(FileEntry::firstOffset))
            .toList();
    List<Gap> outside = new ArrayList<>();
    long end = claim.from();
    for (FileEntry file : lacking) {
      if (file.firstOffset() > end) {
        outside.add(new Gap(end, file.firstOffset()));
      }
      end = Math.max(end, file.lastOffset() + 1);
    }
    if (end < claim.next()) {
      outside.add(new Gap(end, claim.next()));
    }
    return outside;
  }

  private static boolean isSame(FileEntry file, FileEntry whole) {
    return file.name().equals(whole.name()) && file.content().equals(whole.content());
  }

  /**
   * The claim's files for which neither the claim nor an amendment says what was staged.
   *
   * @param amendments the claim's amendments
   * @param staged what was staged
   */
  static List<FileEntry> unmatched(
      LedgerEntry claim, List<LedgerEntry> amendments, List<FileEntry> staged) {
    Map<String, String> contents = new HashMap<>();
    staged.forEach(file -> contents.put(file.name(), file.content()));
    List<LedgerEntry> all = new ArrayList<>(amendments);
    all.add(claim);
    return claim.files().stream()
        .filter(
            file ->
                all.stream()
                    .noneMatch(
                        each ->
                            each.file(file.name())
                                .map(FileEntry::content)
                                .equals(Optional.ofNullable(contents.get(file.name())))))
        .toList();
  }
}
