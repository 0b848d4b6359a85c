package io.streamlake.lab.endtoend;

import io.streamlake.lab.endtoend.CommitLog.Commit;
import io.streamlake.lab.endtoend.MemberJournal.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Holds what the members of a group tell against what the broker has noted. A commit never passes a
 * record that is not safe and never goes back; a partition's next owner starts exactly at what is
 * committed then; and a record is handled twice only because its first owner was in no position to
 * commit it: the limit of each owner is what may be in flight in a partition, and what was settled
 * after the last commit that succeeded was sent. A zombie goes on until the broker tells it, and is
 * an owner until then. All within one partition; for one thread.
 */
final class TakeoverAudit {

  private final List<SoakRun> runs;
  private final List<Commit> commits;
  private final long inFlight;
  private final List<String> violations = new ArrayList<>();
  private final Map<SoakRun, Long> uncommitted = new HashMap<>();
  private final Map<SoakRun, Long> unheard = new HashMap<>();

  /**
   * @param inFlight records of a partition that may be in flight in one member
   */
  TakeoverAudit(List<SoakRun> runs, List<Commit> commits, long inFlight) {
    this.runs = runs;
    this.commits = commits;
    this.inFlight = inFlight;
  }

  TakeoverAudit run() {
    List<Handling> handlings =
        runs.stream()
            .flatMap(run -> run.handled().stream().map(entry -> new Handling(run, entry)))
            .sorted(Comparator.comparingLong(handling -> handling.entry.atMillis()))
            .toList();
    checkCommits(handlings);
    runs.stream().filter(run -> run.toldAtMillis().isPresent()).forEach(this::checkStart);
    checkRepetitions(handlings);
    runs.forEach(this::checkEnd);
    return this;
  }

  private void checkCommits(List<Handling> handlings) {
    Map<Long, Long> firstHandled = new HashMap<>();
    handlings.forEach(
        handling -> firstHandled.putIfAbsent(handling.entry.offset(), handling.entry.atMillis()));
    long committed = 0;
    for (Commit commit : commits) {
      require(commit.offset() >= committed, "goes back from " + committed + ": " + commit);
      for (long offset = committed; offset < commit.offset(); offset++) {
        Long handledAt = firstHandled.get(offset);
        require(
            handledAt != null && handledAt <= commit.atMillis(),
            offset + " was not safe yet: " + commit);
      }
      committed = Math.max(committed, commit.offset());
    }
  }

  /** The commit that the broker held when it was asked, at some moment of the time that took. */
  private void checkStart(SoakRun run) {
    List<Long> held = new ArrayList<>(List.of(Entry.NONE));
    for (Commit commit : commits) {
      if (commit.atMillis() > run.toldAtMillis().orElseThrow()) {
        break;
      }
      if (commit.atMillis() <= run.assignedAtMillis()) {
        held.clear();
      }
      held.add(commit.offset());
    }
    require(held.contains(run.told()), "the broker held " + held + ": " + run);
  }

  private void checkRepetitions(List<Handling> handlings) {
    Map<Long, Handling> last = new HashMap<>();
    Map<SoakRun, Long> settledBefore = new HashMap<>();
    for (Handling handling : handlings) {
      Handling before = last.put(handling.entry.offset(), handling);
      if (before == null) {
        continue;
      }
      if (before.run.assignedAtMillis() > handling.run.assignedAtMillis()) {
        unheard.merge(handling.run, 1L, Long::sum);
        require(
            !handling.run.isSettledBeforeLastCommit(handling.entry),
            handling.entry + " was committed by who was replaced: " + handling.run);
        continue;
      }
      require(
          !before.run.hasLeftInOrder(before.entry),
          handling.entry + " was left in order by " + before.run);
      uncommitted.merge(before.run, 1L, Long::sum);
      if (before.run.isSettledBeforeLastCommit(before.entry)) {
        settledBefore.merge(before.run, 1L, Long::sum);
      }
    }
    settledBefore.forEach(
        (run, count) ->
            require(count <= inFlight, count + " were settled and left out of commits: " + run));
  }

  private void checkEnd(SoakRun run) {
    long late = run.begunAfterEnd();
    require(late <= inFlight, late + " were begun after the end of " + run);
  }

  private void require(boolean isTrue, String problem) {
    if (!isTrue) {
      violations.add(problem);
    }
  }

  List<String> violations() {
    return violations;
  }

  /** Records that came again because their owner ended before it could commit them. */
  long uncommitted() {
    return uncommitted.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Records that a member handled though others had done so, for it had not heard of them. */
  long unheard() {
    return unheard.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many may come again: what those who left some uncommitted could not commit. */
  long limit() {
    return Stream.concat(uncommitted.keySet().stream(), unheard.keySet().stream())
        .distinct()
        .mapToLong(run -> run.uncommittedLimit(inFlight))
        .sum();
  }

  private record Handling(SoakRun run, Entry entry) {}
}
