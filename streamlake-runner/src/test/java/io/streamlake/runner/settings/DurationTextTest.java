package io.streamlake.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "30s, PT30S",
    "10m, PT10M",
    "2h, PT2H",
    "1d, PT24H",
    "PT10M, PT10M",
    "P1D, PT24H",
    "' 10 m ', PT10M"
  })
  void readsUnitsAndIso(String text, Duration expected) {
    assertThat(DurationText.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10", "ten", "10M", "1.5s", "-5s", "10 minutes", "999999999999999999d", "P1Y"})
  void refusesEverythingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> DurationText.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"PT10M, 10m", "PT36H, 36h", "PT48H, 2d", "PT0.2S, 200ms", "PT0S, 0ms"})
  void writesTheLargestUnitThatFits(Duration duration, String expected) {
    assertThat(DurationText.format(duration)).isEqualTo(expected);
  }

  @Property
  void readsBackWhatItWrites(@ForAll @LongRange(min = 0) long millis) {
    Duration duration = Duration.ofMillis(millis);
    assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
  }

  @Property
  void readsBackNanosecondsAsWell(@ForAll @LongRange(min = 0) long nanos) {
    Duration duration = Duration.ofNanos(nanos);
    assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
  }
}
