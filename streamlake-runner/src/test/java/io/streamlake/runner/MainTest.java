package io.streamlake.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void printsResultsOnOut() {
    assertThat(run(Map.of(), "config", "--describe")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("streamlake.dataset");
    assertThat(err.size()).isZero();
  }

  @Test
  void printsProblemsOnErr() {
    assertThat(run(Map.of("STREAMLAKE_DATASET", "Ä"), "config")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .hasLineCount(3)
        .contains("streamlake.dataset = 'Ä'");
    assertThat(out.size()).isZero();
  }

  private int run(Map<String, String> environment, String... arguments) {
    return Main.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment);
  }
}
