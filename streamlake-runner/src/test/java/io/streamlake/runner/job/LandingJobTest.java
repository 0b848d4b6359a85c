package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.runner.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LandingJobTest {

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void tellsEverythingThatKafkasClientsRefuse(@TempDir Path lake) {
    int code =
        run(
            lake,
            "streamlake.consumer.max.poll.records=many",
            "streamlake.kafka.security.protocol=KGB");

    assertThat(code).isEqualTo(2);
    assertThat(problems())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("streamlake."))
        .anySatisfy(line -> assertThat(line).contains("max.poll.records", "many"))
        .anySatisfy(line -> assertThat(line).contains("security.protocol", "KGB"));
  }

  @Test
  void needsABrokerWhoseNameResolves(@TempDir Path lake) {
    int code = run(lake, "streamlake.kafka.bootstrap.servers=broker.invalid:9092");

    assertThat(code).isEqualTo(3);
    assertThat(problems()).singleElement().asString().contains("broker.invalid:9092");
  }

  private Stream<String> lines() {
    return err.toString(StandardCharsets.UTF_8).lines();
  }

  private List<String> problems() {
    return lines().filter(line -> !line.matches("\\d{4}-\\d\\d-\\d\\dT.*")).toList();
  }

  private int run(Path lake, String... settings) {
    String[] arguments =
        Stream.concat(
                Stream.of("run"), Stream.of(settings).flatMap(each -> Stream.of("--set", each)))
            .toArray(String[]::new);
    return Main.run(
        arguments,
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Map.of(
            "STREAMLAKE_DATASET", "orders",
            "STREAMLAKE_TOPICS", "a",
            "STREAMLAKE_RAW_ZONE_LOCATION", "file://" + lake));
  }
}
