package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final List<String> told = new ArrayList<>();

  @Test
  void saysWhatIsWaitedForWhileNothingIsHeardOfIt() {
    try (Waiting waiting = new Waiting("gs://b/raw", now::get, told::add)) {
      for (int second = 0; second <= 10; second += 5) {
        now.set(Instant.ofEpochSecond(second));
        waiting.tell();
      }
    }

    assertThat(told)
        .containsExactly(
            "nothing new from gs://b/raw for 5 s: waiting for it to answer",
            "nothing new from gs://b/raw for 10 s: waiting for it to answer");
  }

  @Test
  void saysNothingOfAStoreThatAnswers() {
    try (Waiting waiting = new Waiting("gs://b/raw", now::get, told::add)) {
      for (int second = 0; second <= 20; second += 4) {
        now.set(Instant.ofEpochSecond(second));
        waiting.tell();
        waiting.heard();
      }
    }

    assertThat(told).isEmpty();
  }
}
