package io.streamlake.lab.endtoend;

import io.streamlake.lab.endtoend.MemberJournal.Entry;
import io.streamlake.lab.endtoend.MemberJournal.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the journals of a group's members tell, computed from nothing but their lines.
 *
 * @param runs what members had, by partition
 * @param violations of the order of one member, in words
 */
record SoakAccount(Map<Integer, List<SoakRun>> runs, List<String> violations) {

  static SoakAccount read(List<Path> journals) throws IOException {
    SoakAccount account = new SoakAccount(new HashMap<>(), new ArrayList<>());
    for (Path journal : journals) {
      if (Files.exists(journal)) { // else killed before it began
        account.add(MemberJournal.read(journal));
      }
    }
    return account;
  }

  /**
   * Within an assignment each record is followed by the next one of its partition, from what the
   * member was told on.
   */
  private void add(List<Entry> member) {
    Map<Long, SoakRun> byEpoch = new HashMap<>();
    Map<Integer, SoakRun> newest = new HashMap<>();
    long sequence = 0;
    for (Entry entry : member) {
      sequence++;
      require(entry.sequence() == sequence, "a line is missing before " + entry);
      if (entry.kind() == Kind.ASSIGNED) {
        SoakRun run = new SoakRun(entry);
        byEpoch.put(entry.epoch(), run);
        newest.put(entry.partition(), run);
        runs.computeIfAbsent(entry.partition(), partition -> new ArrayList<>()).add(run);
        continue;
      }
      SoakRun run =
          entry.epoch() == Entry.NONE ? newest.get(entry.partition()) : byEpoch.get(entry.epoch());
      if (run == null || run.partition() != entry.partition()) {
        violations.add(entry + ": belongs to no assignment");
        continue;
      }
      String wrong = run.accept(entry);
      require(wrong.isEmpty(), wrong);
    }
  }

  private void require(boolean isTrue, String problem) {
    if (!isTrue) {
      violations.add(problem);
    }
  }

  /** How many assignments ended without a chance to let their records come to rest. */
  long losses() {
    return runs.values().stream().flatMap(List::stream).filter(SoakRun::isLost).count();
  }

  /** The offsets below the given ends that nobody has handled, by partition. */
  Map<Integer, BitSet> missing(Map<Integer, Long> ends) {
    Map<Integer, BitSet> missing = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          BitSet offsets = new BitSet();
          offsets.set(0, Math.toIntExact(end));
          for (SoakRun run : runs.getOrDefault(partition, List.of())) {
            run.handled().forEach(entry -> offsets.clear(Math.toIntExact(entry.offset())));
          }
          if (!offsets.isEmpty()) {
            missing.put(partition, offsets);
          }
        });
    return missing;
  }
}
