package io.streamlake.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpansionTest {
  private final Expansion expansion =
      new Expansion(Map.of("HOST", "broker", "EMPTY", "", "SECRET", "p$$w${HOST}"));

  @ParameterizedTest
  @CsvSource({
    "${HOST}, broker",
    "${HOST:x}:9092, broker:9092",
    "${NONE:127.0.0.1:9092}, 127.0.0.1:9092",
    "${EMPTY:fallback}, fallback",
    "${NONE:${HOST}}, broker",
    "a$b${HOST}$, a$bbroker$"
  })
  void takesTheVariableElseTheDefault(String text, String expected) {
    assertThat(expansion.expand(text).text()).isEqualTo(expected);
    assertThat(expansion.expand(text).missing()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"${NONE}", "x${NONE}y${HOST}", "${NONE}${EMPTY:z}"})
  void namesWhatIsMissing(String text) {
    assertThat(expansion.expand(text).missing()).containsExactly("NONE");
  }

  @Test
  void takesTheEnvironmentAsItIs() {
    assertThat(expansion.expand("${SECRET}").text()).isEqualTo("p$$w${HOST}");
  }

  @Property
  void leavesTextWithoutAnExpressionAlone(@ForAll String text) {
    String plain = text.replace("${", "$ {");
    assertThat(new Expansion(Map.of()).expand(plain).text()).isEqualTo(plain);
  }
}
