package io.streamlake.runner.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.runner.Main;
import io.streamlake.runner.cli.SurroundingsException;
import io.streamlake.runner.settings.LoadedSettings;
import io.streamlake.runner.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("streamlake.").endsWith("(--set)"))
        .anySatisfy(line -> assertThat(line).contains("max.poll.records", "many"))
        .anySatisfy(line -> assertThat(line).contains("security.protocol", "KGB"));
  }

  @Test
  void tellsWhichAddressIsNone(@TempDir Path lake) {
    assertThat(run(lake, "streamlake.kafka.bootstrap.servers=notaport")).isEqualTo(2);
    assertThat(problems()).singleElement().asString().contains("notaport", "host:port");
  }

  @Test
  void needsABrokerWhoseNameResolves(@TempDir Path lake) {
    int code = run(lake, "streamlake.kafka.bootstrap.servers=broker.invalid:9092");

    assertThat(code).isEqualTo(3);
    assertThat(problems()).singleElement().asString().contains("broker.invalid:9092");
  }

  @Test
  void needsTopicsThatFilesOfItsLocationCanBeNamedAfter(@TempDir Path lake) {
    Map<String, String> environment =
        Map.of(
            "STREAMLAKE_DATASET", "orders",
            "STREAMLAKE_TOPICS", "a",
            "STREAMLAKE_RAW_ZONE_LOCATION", "file://" + lake);
    Settings settings = LoadedSettings.load(Optional.empty(), Map.of(), environment).settings();
    String topic = "t".repeat(230);
    try (ObjectStore store = Stores.open(settings)) {
      Stores.requireNames(store, settings, Set.of("a"));

      assertThatThrownBy(() -> Stores.requireNames(store, settings, Set.of("a", topic)))
          .isInstanceOf(SurroundingsException.class)
          .hasMessageContainingAll(topic + ":", "230 characters", "at most 219");
    }
  }

  @Test
  void tellsWhatALoginLacks(@TempDir Path lake) {
    assertThat(
            run(
                lake,
                "streamlake.kafka.bootstrap.servers=127.0.0.1:1",
                "streamlake.kafka.security.protocol=SASL_PLAINTEXT"))
        .isEqualTo(3);
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("Could not find a 'KafkaClient' entry in the JAAS", "sasl.jaas.config");
  }

  @Test
  void tellsWhichFileIsNotThere(@TempDir Path lake) {
    assertThat(
            run(
                lake,
                "streamlake.kafka.bootstrap.servers=127.0.0.1:1",
                "streamlake.kafka.security.protocol=SSL",
                "streamlake.kafka.ssl.truststore.location=/nowhere/trust"))
        .isEqualTo(3);
    assertThat(problems()).singleElement().asString().contains("/nowhere/trust");
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
