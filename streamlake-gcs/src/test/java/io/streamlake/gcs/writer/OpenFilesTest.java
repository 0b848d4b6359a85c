package io.streamlake.gcs.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class OpenFilesTest {

  private final List<String> woken = new ArrayList<>();

  @Example
  void wakesWhoWaitsInTheirOrderAndLetsNobodyOvertake() {
    OpenFiles files = new OpenFiles(2);
    Runnable first = () -> woken.add("first");
    Runnable second = () -> woken.add("second");
    assertThat(files.tryOpen(2, () -> {})).isEqualTo(2);
    assertThat(files.tryOpen(1, first)).isZero();
    assertThat(files.tryOpen(1, second)).isZero();

    files.closed(1);

    assertThat(woken).containsExactly("first");
    assertThat(files.tryOpen(1, second)).isZero();
    assertThat(files.tryOpen(1, first)).isEqualTo(1);
  }

  @Example
  void takesAllOrNone() {
    OpenFiles files = new OpenFiles(3);
    assertThat(files.tryOpen(1, () -> {})).isEqualTo(1);
    Runnable repair = () -> woken.add("repair");

    assertThat(files.tryOpen(3, repair)).isZero();
    assertThat(files.tryOpen(1, () -> {})).isZero();
    files.closed(1);

    assertThat(files.tryOpen(3, repair)).isEqualTo(3);
  }

  @Example
  void letsTheNextOneHaveWhatNobodyComesFor() {
    OpenFiles files = new OpenFiles(1);
    Runnable gone = () -> woken.add("gone");
    assertThat(files.tryOpen(1, () -> {})).isEqualTo(1);
    assertThat(files.tryOpen(1, gone)).isZero();

    files.leave(gone);
    files.closed(1);

    assertThat(woken).isEmpty();
    assertThat(files.tryOpen(1, () -> {})).isEqualTo(1);
  }

  @Example
  void isShortOfNothingWhileNobodyWaits() {
    OpenFiles files = new OpenFiles(32);
    assertThat(files.tryOpen(32, () -> {})).isEqualTo(32);
    assertThat(files.shortage()).isZero();

    assertThat(files.tryOpen(1, () -> {})).isZero();

    assertThat(files.shortage()).isEqualTo(1 + 2);
  }

  @Property
  void neverHasMoreOpenThanItsLimitAndServesEverybody(
      @ForAll @IntRange(min = 1, max = 6) int limit,
      @ForAll @Size(max = 30) List<@IntRange(min = 1, max = 8) Integer> wishes) {
    OpenFiles files = new OpenFiles(limit);
    Set<Integer> waiting = new HashSet<>();
    Queue<Integer> taken = new ArrayDeque<>();
    Runnable[] wakes = new Runnable[wishes.size()];
    for (int i = 0; i < wishes.size(); i++) {
      int who = i;
      wakes[i] =
          () -> {
            int got = waiting.contains(who) ? files.tryOpen(wishes.get(who), wakes[who]) : 0;
            if (got > 0) {
              waiting.remove(who);
              taken.add(got);
            }
          };
      waiting.add(i);
      wakes[i].run();
      assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(limit);
    }

    while (!taken.isEmpty()) {
      files.closed(taken.remove());
      assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isLessThanOrEqualTo(limit);
    }

    assertThat(waiting).isEmpty();
    assertThat(files.shortage()).isZero();
  }
}
