package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.runner.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyLakeTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void findsNothingInAnEmptyLake(@TempDir Path lake) {
    assertThat(verify(lake)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("0 partitions", "NOTHING FOUND");
  }

  @Test
  void reportsAsJson(@TempDir Path lake) {
    assertThat(verify(lake, "--json")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("{")
        .contains("\"dataset\":\"orders\"", "\"partitions\":[]");
  }

  @Test
  void failsOnDataWhoseClaimIsGone(@TempDir Path lake) throws Exception {
    Path folder = lake.resolve("orders/data/a/dt=2026-01-01/hour=00");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("a+00000+00000000000000000000.jsonl"), "{}\n");

    assertThat(verify(lake)).isEqualTo(10);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("gap a-0", "Bring back the claim", "FAILED");
  }

  @Test
  void needsTheRawZoneToBeThere(@TempDir Path lake) {
    assertThat(verify(lake.resolve("nowhere"))).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .hasLineCount(1)
        .contains("nowhere", "streamlake.raw-zone.location");
  }

  private int verify(Path lake, String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "verify";
    System.arraycopy(options, 0, arguments, 1, options.length);
    Map<String, String> environment =
        Map.of(
            "STREAMLAKE_DATASET", "orders",
            "STREAMLAKE_TOPICS", "a",
            "STREAMLAKE_RAW_ZONE_LOCATION", "file://" + lake);
    return Main.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment);
  }
}
