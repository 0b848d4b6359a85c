package io.streamlake.lab.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the journals of a group's members prove, computed from nothing but their lines.
 *
 * @param handled the offsets that were handled, by partition
 * @param handlings how many lines tell of a handled record
 * @param losses how often a member lost what it had, all its partitions counted as one
 * @param violations of the order, in words
 */
record SoakAccount(
    Map<Integer, BitSet> handled, long handlings, long losses, List<String> violations) {

  static SoakAccount read(List<Path> journals) throws IOException {
    Map<Integer, BitSet> handled = new HashMap<>();
    List<String> violations = new ArrayList<>();
    Set<String> losses = new HashSet<>();
    long handlings = 0;
    for (Path journal : journals) {
      if (!Files.exists(journal)) {
        continue; // killed before it began
      }
      Order order = new Order(violations);
      for (MemberJournal.Entry entry : MemberJournal.read(journal)) {
        order.accept(entry);
        if (entry.isLost()) {
          losses.add(entry.member() + "/" + entry.epoch());
          continue;
        }
        handlings++;
        handled
            .computeIfAbsent(entry.partition(), partition -> new BitSet())
            .set((int) entry.offset());
      }
    }
    return new SoakAccount(handled, handlings, losses.size(), List.copyOf(violations));
  }

  /** Handlings of records that had been handled before. */
  long duplicates() {
    return handlings - handled.values().stream().mapToLong(BitSet::cardinality).sum();
  }

  /** The offsets below the given ends that nobody has handled, by partition. */
  Map<Integer, BitSet> missing(Map<Integer, Long> ends) {
    Map<Integer, BitSet> missing = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          BitSet offsets = new BitSet();
          offsets.set(0, Math.toIntExact(end));
          offsets.andNot(handled.getOrDefault(partition, new BitSet()));
          if (!offsets.isEmpty()) {
            missing.put(partition, offsets);
          }
        });
    return missing;
  }

  /**
   * The order of one member: within an assignment each record is followed by the next one of its
   * partition, and a later assignment never starts before an earlier one did, for commits do not go
   * back.
   */
  private static final class Order {

    private final List<String> violations;
    private final Map<Long, MemberJournal.Entry> lastOfEpoch = new HashMap<>();
    private final Map<Integer, MemberJournal.Entry> firstOfNewestEpoch = new HashMap<>();
    private long sequence;

    Order(List<String> violations) {
      this.violations = violations;
    }

    void accept(MemberJournal.Entry entry) {
      sequence++;
      require(entry.sequence() == sequence, "a line is missing before", entry);
      if (entry.isLost()) {
        return;
      }
      MemberJournal.Entry last = lastOfEpoch.put(entry.epoch(), entry);
      if (last == null) {
        begin(entry);
        return;
      }
      require(last.partition() == entry.partition(), "an epoch of two partitions", entry);
      require(last.offset() + 1 == entry.offset(), "does not follow " + last, entry);
    }

    private void begin(MemberJournal.Entry entry) {
      MemberJournal.Entry before = firstOfNewestEpoch.put(entry.partition(), entry);
      if (before != null && before.epoch() < entry.epoch()) {
        require(before.offset() <= entry.offset(), "starts before " + before, entry);
      }
    }

    private void require(boolean isTrue, String problem, MemberJournal.Entry entry) {
      if (!isTrue) {
        violations.add(entry + ": " + problem);
      }
    }
  }
}
