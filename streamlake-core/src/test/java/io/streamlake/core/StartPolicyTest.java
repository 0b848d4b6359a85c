package io.streamlake.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartPolicyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1960-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z",
        "+1000000000-12-31T23:59:59.999999999Z"
      })
  void refusesAnInstantThatNoRecordCanHave(String instant) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StartPolicy.at(Instant.parse(instant)))
        .withMessageContaining(instant);
  }

  @Test
  void takesEveryTimestampThatARecordCanHave() {
    Instant latest = Instant.ofEpochMilli(Long.MAX_VALUE);

    assertThat(StartPolicy.at(Instant.EPOCH)).isEqualTo(new StartPolicy.At(Instant.EPOCH));
    assertThat(StartPolicy.at(latest)).isEqualTo(new StartPolicy.At(latest));
  }
}
