package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SometimesTest {

  @Test
  void passesOnTheLatestOnceAnInterval() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    List<Integer> told = new ArrayList<>();
    Sometimes<Integer> sometimes = new Sometimes<>(Duration.ofSeconds(3), now::get, told::add);

    for (int second = 0; second < 10; second++) {
      now.set(Instant.ofEpochSecond(second));
      sometimes.accept(second);
    }

    assertThat(told).containsExactly(3, 6, 9);
  }
}
