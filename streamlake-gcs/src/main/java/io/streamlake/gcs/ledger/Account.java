package io.streamlake.gcs.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The sums of a claim: each offset of its range is in exactly one of the places it names. */
record Account(long from, long next, long records, long absent) {

  static void check(
      Account account, List<OffsetRange> deadLetters, List<Hole> holes, List<FileEntry> files) {
    account.checkDeadLetters(deadLetters);
    account.checkHoles(holes);
    account.checkFiles(files);
    long dead = deadLetters.stream().mapToLong(OffsetRange::count).sum();
    long missing = holes.stream().mapToLong(Hole::count).sum();
    long sum = account.records + dead + missing + account.absent;
    if (account.next - account.from != sum) {
      throw new IllegalArgumentException(
          "the account of [%d,%d) does not add up: %d records + %d dead letters + %d in holes + %d absent = %d, not %d"
              .formatted(
                  account.from,
                  account.next,
                  account.records,
                  dead,
                  missing,
                  account.absent,
                  sum,
                  account.next - account.from));
    }
  }

  private void checkDeadLetters(List<OffsetRange> deadLetters) {
    long end = from;
    for (OffsetRange range : deadLetters) {
      require(range.first() >= end && range.last() < next, "dead_letters", range);
      end = range.last() + 1;
    }
  }

  private void checkHoles(List<Hole> holes) {
    long end = from;
    for (Hole hole : holes) {
      require(hole.from() >= end && hole.next() <= next, "holes", hole);
      end = hole.next();
    }
  }

  private void checkFiles(List<FileEntry> files) {
    Set<String> names = new HashSet<>();
    long sum = 0;
    for (FileEntry file : files) {
      require(file.firstOffset() >= from && file.lastOffset() < next, "files", file);
      require(names.add(file.name()), "files (a name twice)", file);
      sum += file.records();
    }
    if (sum != records) {
      throw new IllegalArgumentException(
          "records must be the files' sum " + sum + ", not " + records);
    }
  }

  private void require(boolean holds, String field, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(
          field + " must be ascending within [" + from + "," + next + "): " + value);
    }
  }
}
