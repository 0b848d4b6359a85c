package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {

  @ParameterizedTest
  @CsvSource({"100, PT1S, 100", "4, PT0.5S, 8", "100, PT10S, 10", "0, PT10S, 0", "0, PT0S, 0"})
  void dividesByTheTimeThatPassed(long records, Duration time, long expected) {
    assertThat(Progress.perSecond(records, time.toNanos())).isEqualTo(expected);
  }
}
