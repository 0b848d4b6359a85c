package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SerialExecutorTest {

  private final ManualExecutor workers = new ManualExecutor();
  private final List<String> ran = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final SerialExecutor executor = new SerialExecutor(workers, () -> false, failures::add);

  @Test
  void runsTasksInTheirOrder() {
    executor.execute(() -> ran.add("a"));
    executor.execute(() -> ran.add("b"));
    executor.execute(() -> ran.add("c"));

    assertThat(workers.waiting()).isEqualTo(1);
    workers.runAll();
    assertThat(ran).containsExactly("a", "b", "c");
  }

  @Test
  void neverRunsTwoAtOnceOnManyWorkers() throws Exception {
    int tasks = 2_000;
    AtomicInteger running = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    List<Integer> order = new ArrayList<>(); // not safe for two threads at once, on purpose
    CountDownLatch done = new CountDownLatch(tasks);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      SerialExecutor lane = new SerialExecutor(threads, () -> false, failures::add);
      for (int i = 0; i < tasks; i++) {
        int number = i;
        lane.execute(
            () -> {
              overlaps.addAndGet(running.getAndIncrement());
              order.add(number);
              running.decrementAndGet();
              done.countDown();
            });
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      threads.shutdownNow();
    }
    assertThat(overlaps).hasValue(0);
    assertThat(order).hasSize(tasks).isSorted();
  }

  @Test
  void worksOnAsLongAsThereIsWorkAndLetsATaskInBetween() {
    AtomicInteger left = new AtomicInteger(2);
    SerialExecutor lane =
        new SerialExecutor(
            workers,
            () -> {
              ran.add("work");
              return left.decrementAndGet() > 0;
            },
            failures::add);

    lane.execute(() -> ran.add("a"));
    workers.runNext();
    lane.execute(() -> ran.add("b"));
    workers.runAll();

    assertThat(ran).containsExactly("a", "work", "b", "work");
  }

  @Test
  void runsNothingAfterTheLastTask() {
    executor.execute(() -> ran.add("a"));
    executor.executeLast(() -> ran.add("last"));
    workers.runAll();
    executor.execute(() -> ran.add("b"));
    workers.runAll();

    assertThat(ran).containsExactly("a", "last");
  }

  @Test // trap 19
  void runsTheLastTaskThoughAnErrorBrokeIt() {
    executor.execute(
        () -> {
          throw new AssertionError("broken");
        });
    workers.runAll();

    executor.executeLast(() -> ran.add("last"));
    workers.runAll();

    assertThat(ran).containsExactly("last");
  }

  @Test // trap 19
  void endsLoudlyWithAnError() {
    AssertionError error = new AssertionError("broken");

    executor.execute(
        () -> {
          throw error;
        });
    executor.execute(() -> ran.add("b"));
    workers.runAll();

    assertThat(failures).containsExactly(error);
    assertThat(ran).isEmpty();
  }

  static Stream<Throwable> refusals() {
    return Stream.of(new RejectedExecutionException(), new OutOfMemoryError("no thread is left"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void tellsOnceThatTheWorkersRefuseWork(Throwable refusal) { // trap 23
    SerialExecutor lane = new SerialExecutor(refusing(refusal), () -> false, failures::add);

    lane.execute(() -> ran.add("a"));
    lane.execute(() -> ran.add("b"));

    assertThat(ran).isEmpty();
    assertThat(failures).containsExactly(refusal);
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void tellsOnceThatTheWorkersRefuseWorkOfKeys(Throwable refusal) { // trap 23
    CombiningExecutor lane = new CombiningExecutor(refusing(refusal), () -> {}, failures::add);

    lane.execute(() -> ran.add("a"));
    lane.execute(() -> ran.add("b"));

    assertThat(ran).isEmpty();
    assertThat(failures).containsExactly(refusal);
  }

  private static Executor refusing(Throwable refusal) {
    return task -> {
      if (refusal instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) refusal;
    };
  }
}
