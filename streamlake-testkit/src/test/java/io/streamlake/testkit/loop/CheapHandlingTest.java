package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.testkit.LoopHarness;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CheapHandlingTest {

  private static final int RECORDS = 20_000;

  private final LoopHarness harness = Orders.harness();
  private final AtomicLong tasks = new AtomicLong();
  private final AtomicLong handled = new AtomicLong();

  @Test // trap 24
  void asksTheWorkersForBatchesAndNotForEachRecord() {
    harness.with(
        loop ->
            loop.workers(
                task -> {
                  tasks.incrementAndGet();
                  task.run();
                }));
    String[] values = new String[RECORDS];
    Arrays.fill(values, "a");
    harness.log().append(P0, values);

    harness
        .handler(record -> handled.incrementAndGet())
        .start()
        .runUntil(() -> handled.get() == RECORDS);

    assertThat(tasks.get()).isLessThan(RECORDS / 50);
  }
}
