package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.loop.ConsumerLoop;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class CheapHandlingTest {

  private static final int RECORDS = 20_000;

  private final Loops loops = new Loops();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int tasks;
  private int handled;

  @Test // trap 24
  void asksTheWorkersForBatchesAndNotForEachRecord() {
    String[] values = new String[RECORDS];
    Arrays.fill(values, "a");
    loops.log().append(P0, values);
    ConsumerLoop loop =
        loops.build(builder -> builder.handler(record -> handled++).workers(waiting::add));

    for (int turns = 0; turns < RECORDS && handled < RECORDS; turns++) {
      loops.run(loop, 1);
      work();
    }

    assertThat(handled).isEqualTo(RECORDS);
    assertThat(tasks).isBetween(1, RECORDS / 50);
  }

  private void work() {
    for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
      tasks++;
      task.run();
    }
  }
}
