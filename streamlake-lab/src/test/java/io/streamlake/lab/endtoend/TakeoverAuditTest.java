package io.streamlake.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.endtoend.CommitLog.Commit;
import io.streamlake.lab.endtoend.MemberJournal.Entry;
import io.streamlake.lab.endtoend.MemberJournal.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The soak's oracle must see what is wrong. A member handles one record a millisecond. */
class TakeoverAuditTest {

  private static final long IN_FLIGHT = 2;

  private long sequence;

  @Test
  void findsNothingWhereARevokedPartitionGoesOnAtWhatWasCommitted() {
    SoakRun first = member("a", 0, 0, 10);
    leave(first, 10, 20);
    SoakRun second = member("b", 30, 10, 15);

    TakeoverAudit audit = audit(List.of(first, second), new Commit(0, 0), new Commit(10, 20));

    assertThat(audit.violations()).isEmpty();
    assertThat(audit.uncommitted()).isZero();
    assertThat(audit.limit()).isZero();
  }

  @Test
  void countsWhatWasNotCommittedWhenAMemberDied() {
    SoakRun first = member("a", 0, 0, 10);
    commit(first, 6, 7);
    SoakRun second = member("b", 30, 6, 15);

    TakeoverAudit audit = audit(List.of(first, second), new Commit(0, 0), new Commit(6, 8));

    assertThat(audit.violations()).isEmpty();
    assertThat(audit.uncommitted()).isEqualTo(4);
    assertThat(audit.limit()).isEqualTo(IN_FLIGHT + 4);
  }

  @Test
  void findsACommitThatPassesARecordThatIsNotSafe() {
    SoakRun first = member("a", 0, 0, 10);

    assertThat(audit(List.of(first), new Commit(0, 0), new Commit(11, 20)).violations())
        .singleElement()
        .asString()
        .startsWith("10 was not safe yet");
  }

  @Test
  void findsACommitThatCameBeforeTheRecordWasSafe() {
    SoakRun first = member("a", 0, 0, 10);

    assertThat(audit(List.of(first), new Commit(0, 0), new Commit(10, 5)).violations())
        .isNotEmpty();
  }

  @Test
  void findsACommitThatGoesBack() {
    SoakRun first = member("a", 0, 0, 10);

    assertThat(
            audit(List.of(first), new Commit(0, 0), new Commit(9, 20), new Commit(8, 21))
                .violations())
        .singleElement()
        .asString()
        .startsWith("goes back from 9");
  }

  @Test
  void findsAStartThatIsNotWhatTheBrokerHeld() {
    SoakRun first = member("a", 0, 0, 10);
    SoakRun second = member("b", 30, 8, 15);

    assertThat(audit(List.of(first, second), new Commit(0, 0), new Commit(9, 20)).violations())
        .singleElement()
        .asString()
        .startsWith("the broker held [9]");
  }

  @Test
  void findsARecordThatComesAgainThoughItsOwnerLeftInOrder() {
    SoakRun first = member("a", 0, 0, 10);
    leave(first, 9, 20);
    SoakRun second = member("b", 30, 9, 15);

    assertThat(audit(List.of(first, second), new Commit(0, 0), new Commit(9, 20)).violations())
        .singleElement()
        .asString()
        .contains("left in order");
  }

  @Test
  void findsACommitThatLeavesOutWhatHadBeenSettledForLong() {
    SoakRun first = member("a", 0, 0, 10);
    commit(first, 4, 20);
    SoakRun second = member("b", 30, 4, 15);

    assertThat(audit(List.of(first, second), new Commit(0, 0), new Commit(4, 20)).violations())
        .singleElement()
        .asString()
        .contains("left out of commits");
  }

  @Test
  void countsWhatAZombieHandlesUntilItHears() {
    SoakRun zombie = run("a", 0, 0);
    SoakRun second = member("b", 30, 0, 5);
    handle(zombie, 0, 3, 60);

    TakeoverAudit audit = audit(List.of(zombie, second), new Commit(0, 0));

    assertThat(audit.violations()).isEmpty();
    assertThat(audit.unheard()).isEqualTo(3);
    assertThat(audit.limit()).isEqualTo(IN_FLIGHT + 3);
  }

  @Test
  void findsAZombieThatGoesOnAfterItHasHeard() {
    SoakRun zombie = run("a", 0, 0);
    SoakRun second = member("b", 30, 0, 5);
    accept(zombie, Kind.DROPPED, Entry.NONE, 60);
    handle(zombie, 0, 3, 60);

    assertThat(audit(List.of(zombie, second), new Commit(0, 0)).violations())
        .singleElement()
        .asString()
        .startsWith("3 were begun after the end");
  }

  @Test
  void findsACommitOfAZombie() {
    SoakRun zombie = run("a", 0, 0);
    SoakRun second = member("b", 30, 0, 5);
    handle(zombie, 0, 1, 60);
    commit(zombie, 1, 70);

    assertThat(audit(List.of(zombie, second), new Commit(0, 0), new Commit(1, 70)).violations())
        .singleElement()
        .asString()
        .contains("committed by who was replaced");
  }

  @Test
  void findsAMemberThatStartsElsewhereThanItWasTold() {
    SoakRun run = run("a", 0, 7);

    assertThat(accept(run, Kind.HANDLED, 6, 3)).contains("does not follow");
  }

  private static TakeoverAudit audit(List<SoakRun> runs, Commit... commits) {
    return new TakeoverAudit(runs, List.of(commits), IN_FLIGHT).run();
  }

  private SoakRun member(String name, long atMillis, long told, long end) {
    SoakRun run = run(name, atMillis, told);
    handle(run, told, end, atMillis);
    return run;
  }

  private SoakRun run(String name, long atMillis, long told) {
    SoakRun run =
        new SoakRun(new Entry(name, 0, Entry.NONE, 1, ++sequence, Kind.ASSIGNED, atMillis));
    accept(run, Kind.TOLD, told, atMillis);
    return run;
  }

  private void handle(SoakRun run, long from, long end, long atMillis) {
    for (long offset = from; offset < end; offset++) {
      accept(run, Kind.HANDLED, offset, atMillis + offset - from + 1);
    }
  }

  private void commit(SoakRun run, long offset, long sentAtMillis) {
    accept(run, Kind.COMMITTED, offset, sentAtMillis);
  }

  private void leave(SoakRun run, long committed, long atMillis) {
    accept(run, Kind.FLUSHED, Entry.NONE, atMillis);
    commit(run, committed, atMillis);
    accept(run, Kind.DROPPED, Entry.NONE, atMillis);
  }

  private String accept(SoakRun run, Kind kind, long offset, long atMillis) {
    return run.accept(new Entry("", 0, offset, 1, ++sequence, kind, atMillis));
  }
}
