package io.streamlake.gcs.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.testkit.StepExecutor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class StoreQueueTest {

  @Property
  void runsEachTaskOnceTheLowestRankFirstAndTheRestInTheirOrder(
      @ForAll @Size(max = 20) List<@LongRange(min = 0, max = 5) Long> drawn) {
    List<Long> ranks = drawn.stream().map(rank -> rank == 5 ? StoreQueue.ORDINARY : rank).toList();
    StepExecutor worker = StepExecutor.inOrder();
    StoreQueue queue = new StoreQueue(worker);
    List<Integer> ran = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < ranks.size(); i++) {
      int task = i;
      queue.execute(ranks.get(i), () -> ran.add(task));
      expected.add(i);
    }

    worker.runAll();

    expected.sort(Comparator.comparing(ranks::get)); // stable
    assertThat(ran).isEqualTo(expected);
  }

  @Property
  void losesNoneWhereMoreComeInBetween(
      @ForAll long seed, @ForAll @Size(max = 30) List<@LongRange(min = 0, max = 3) Long> drawn) {
    StepExecutor workers = StepExecutor.seeded(seed);
    StoreQueue queue = new StoreQueue(workers);
    List<Integer> ran = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      int task = i;
      queue.execute(drawn.get(i) == 3 ? StoreQueue.ORDINARY : drawn.get(i), () -> ran.add(task));
      if (drawn.get(i) % 2 == 0) {
        workers.runOne();
      }
    }

    workers.runAll();

    assertThat(ran).doesNotHaveDuplicates().hasSameSizeAs(drawn);
  }
}
