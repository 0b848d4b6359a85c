package io.streamlake.lab.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderSamplesTest {

  private static final Instant START = Instant.parse("2026-03-01T08:30:00Z");
  private static final int COUNT = 300;

  private final OrderSamples samples = new OrderSamples(START, Duration.ofHours(3), 25);

  @Test
  void makesEveryTwentyFifthOrderSomethingOtherThanJson() {
    long broken = IntStream.range(0, COUNT).filter(index -> !isJson(order(index).value())).count();

    assertThat(broken).isEqualTo(COUNT / 25);
    assertThat(isJson(order(24).value())).isFalse();
  }

  @Test
  void spreadsTheOrdersFromStartToEnd() {
    assertThat(order(0).stamp().milliseconds()).isEqualTo(START.toEpochMilli());
    assertThat(order(COUNT - 1).stamp().milliseconds())
        .isEqualTo(START.plus(Duration.ofHours(3)).toEpochMilli());
    assertThat(order(7).fingerprint()).isEqualTo(order(7).fingerprint());
  }

  private RawContent order(int index) {
    return samples.order(index, COUNT);
  }

  private static boolean isJson(byte @Nullable [] value) {
    assertThat(value).isNotNull();
    try {
      return new ObjectMapper().readTree(new String(value, UTF_8)).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
