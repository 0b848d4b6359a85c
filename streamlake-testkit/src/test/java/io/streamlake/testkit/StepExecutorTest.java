package io.streamlake.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StepExecutorTest {

  private final List<Integer> ran = new ArrayList<>();

  @Test
  void runsNothingBeforeItIsStepped() {
    StepExecutor executor = StepExecutor.inOrder();
    executor.execute(() -> ran.add(1));
    executor.execute(() -> ran.add(2));
    assertThat(ran).isEmpty();

    assertThat(executor.runOne()).isTrue();
    assertThat(ran).containsExactly(1);
    assertThat(executor.runAll()).isEqualTo(1);
    assertThat(executor.runOne()).isFalse();
  }

  @Property(tries = 200)
  void aSeedRunsEverythingAlwaysInTheSameOrder(
      @ForAll long seed, @ForAll @IntRange(max = 30) int tasks) {
    List<Integer> first = order(StepExecutor.seeded(seed), tasks);
    List<Integer> second = order(StepExecutor.seeded(seed), tasks);

    assertThat(first).isEqualTo(second).hasSize(tasks).doesNotHaveDuplicates();
  }

  @Test
  void seedsGiveOtherOrders() {
    assertThat(order(StepExecutor.seeded(1), 20)).isNotEqualTo(order(StepExecutor.inOrder(), 20));
  }

  @Test
  void runsAtOnceInDirectMode() {
    StepExecutor.direct().execute(() -> ran.add(1));

    assertThat(ran).containsExactly(1);
  }

  @Test
  void forgetsWhatWaitsWhenItIsCleared() {
    StepExecutor executor = StepExecutor.inOrder();
    executor.execute(() -> ran.add(1));

    executor.clear();

    assertThat(executor.runAll()).isZero();
    assertThat(ran).isEmpty();
  }

  private static List<Integer> order(StepExecutor executor, int tasks) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      int number = i;
      executor.execute(() -> order.add(number));
    }
    executor.runAll();
    return order;
  }
}
