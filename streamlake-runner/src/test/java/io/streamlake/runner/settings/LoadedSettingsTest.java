package io.streamlake.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.streamlake.runner.settings.LoadedSettings.Effective;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedSettingsTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "STREAMLAKE_DATASET", "orders",
          "STREAMLAKE_TOPICS", "a, b",
          "STREAMLAKE_RAW_ZONE_LOCATION", "gs://bucket/prefix");

  @Test
  void needNoFileWhereTheEnvironmentGivesAllThatIsRequired() {
    Settings settings = load(Map.of(), REQUIRED).settings();

    assertThat(settings.dataset()).isEqualTo("orders");
    assertThat(settings.topics()).isEqualTo(new Topics(List.of("a", "b"), Optional.empty()));
    assertThat(settings.rawZone().location()).isEqualTo(URI.create("gs://bucket/prefix"));
    assertThat(settings.deadLetters().topic()).contains("streamlake.orders.dlq");
    assertThat(settings.kafka().consumerProperties())
        .containsOnly(
            entry("bootstrap.servers", "127.0.0.1:9092"),
            entry("group.id", "streamlake-consumer-orders"));
    assertThat(settings.concurrency()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(settings.startAt()).isEqualTo(new StartAt.Earliest());
    assertThat(settings.rawZone().roll())
        .isEqualTo(new RawZone.Roll(ByteSize.parse("128MiB"), 5_000_000, Duration.ofMinutes(10)));
  }

  @Test
  void takeTheCommandLineBeforeTheEnvironmentBeforeTheFileBeforeTheDefault(@TempDir Path directory)
      throws IOException {
    Path file =
        file(directory, "streamlake: {raw-zone: {roll: {age: 1m, records: 1}, folders: day}}");
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("STREAMLAKE_RAW_ZONE_ROLL_AGE", "2m");
    environment.put("STREAMLAKE_RAW_ZONE_ROLL_RECORDS", "2");
    LoadedSettings loaded =
        LoadedSettings.load(
            Optional.of(file), Map.of("streamlake.raw-zone.roll.age", "3m"), environment);

    assertThat(loaded.effective())
        .contains(
            new Effective("streamlake.raw-zone.roll.age", "3m", new Origin("--set")),
            new Effective(
                "streamlake.raw-zone.roll.records",
                "2",
                new Origin("environment variable STREAMLAKE_RAW_ZONE_ROLL_RECORDS")),
            new Effective("streamlake.raw-zone.folders", "day", new Origin(file + ":1")),
            new Effective("streamlake.raw-zone.format", "jsonl", new Origin("default")),
            new Effective("streamlake.topic-pattern", "", new Origin("not set")));
    assertThat(loaded.settings().rawZone().roll().age()).isEqualTo(Duration.ofMinutes(3));
    assertThat(loaded.settings().rawZone().folders()).isEqualTo(Folders.DAY);
  }

  @Test
  void takeKafkasSettingsFromFileAndCommandLineUnderKafkasNames(@TempDir Path directory)
      throws IOException {
    Path file =
        file(
            directory,
            """
            streamlake:
              kafka:
                bootstrap.servers: ${BROKERS:x:1}
                security.protocol: SSL
                ssl.endpoint.identification.algorithm: ""
              consumer:
                group.id: mine
                security.protocol: PLAINTEXT
            """);
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("BROKERS", "broker:9092");
    Settings settings =
        LoadedSettings.load(
                Optional.of(file),
                Map.of("streamlake.kafka.security.protocol", "SASL_SSL"),
                environment)
            .settings();

    assertThat(settings.kafka().common())
        .containsOnly(
            entry("bootstrap.servers", "broker:9092"),
            entry("security.protocol", "SASL_SSL"),
            entry("ssl.endpoint.identification.algorithm", ""));
    assertThat(settings.kafka().consumerProperties())
        .containsEntry("security.protocol", "PLAINTEXT")
        .containsEntry("group.id", "mine")
        .containsEntry("bootstrap.servers", "broker:9092");
    assertThat(settings.kafka().groupId()).isEqualTo("mine");
  }

  @Test
  void takeAnEmptyValueForNone() {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("STREAMLAKE_RAW_ZONE_ROLL_AGE", "");
    environment.put("STREAMLAKE_RAW_ZONE_GCS_PROJECT", " ");
    Settings settings = load(Map.of("streamlake.commit.records", ""), environment).settings();

    assertThat(settings.rawZone().roll().age()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.rawZone().gcs().project()).isEmpty();
    assertThat(settings.commit().records()).isEmpty();
  }

  @Test
  void readEveryKindOfValue() {
    Map<String, String> set = new HashMap<>();
    set.put("streamlake.start-at", "2026-01-31T00:00:00Z");
    set.put("streamlake.validate.required-headers", "a,b");
    set.put("streamlake.raw-zone.compression", "zstd");
    set.put("streamlake.raw-zone.compression-level", "-3");
    set.put("streamlake.raw-zone.gcs.credentials", "/etc/key.json");
    set.put("streamlake.raw-zone.gcs.kms-key", "projects/p/locations/eu/keyRings/r/cryptoKeys/k");
    set.put("streamlake.admin.enabled", "false");
    set.put("streamlake.admin.port", "0");
    set.put("streamlake.commit.records", "1000");
    Settings settings = load(set, REQUIRED).settings();

    assertThat(settings.startAt())
        .isEqualTo(new StartAt.Since(Instant.parse("2026-01-31T00:00:00Z")));
    assertThat(settings.validate().requiredHeaders()).containsExactly("a", "b");
    assertThat(settings.rawZone().encoding())
        .isEqualTo(new RawZone.Encoding(Format.JSONL, Compression.ZSTD, Optional.of(-3)));
    assertThat(settings.rawZone().gcs().keyFile()).contains(Path.of("/etc/key.json"));
    assertThat(settings.rawZone().gcs().kmsKey())
        .contains("projects/p/locations/eu/keyRings/r/cryptoKeys/k");
    assertThat(settings.admin()).isEqualTo(new Admin(false, "127.0.0.1", 0));
    assertThat(settings.commit().records()).contains(1000L);
  }

  @Test
  void takeEachFormatWithItsOwnCodecs() {
    for (Format format : Format.values()) {
      for (Compression compression : format.compressions()) {
        Map<String, String> set = new HashMap<>();
        set.put("streamlake.raw-zone.format", KeyType.nameOf(format));
        set.put("streamlake.raw-zone.compression", KeyType.nameOf(compression));

        assertThat(load(set, REQUIRED).settings().rawZone().encoding())
            .isEqualTo(new RawZone.Encoding(format, compression, Optional.empty()));
      }
    }
  }

  @Test
  void takeAvrosCodecOfTheNameNullFromAFile(@TempDir Path directory) throws IOException {
    Path file = file(directory, "streamlake: {raw-zone: {format: avro, compression: null}}");

    assertThat(
            LoadedSettings.load(Optional.of(file), Map.of(), REQUIRED)
                .settings()
                .rawZone()
                .encoding()
                .compression())
        .isEqualTo(Compression.NULL);
  }

  @Test
  void matchTopicsByTheirWholeName() {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.remove("STREAMLAKE_TOPICS");
    environment.put("STREAMLAKE_TOPIC_PATTERN", "orders\\.\\d{1,2}$");
    Topics topics = load(Map.of(), environment).settings().topics();

    assertThat(topics.includes("orders.17")).isTrue();
    assertThat(topics.includes("my.orders.17")).isFalse();
    assertThat(topics.includes("orders.x")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///var/lake", "gs://my-bucket", "gs://a_b.c/x/y"})
  void acceptLocations(String location) {
    Map<String, String> set = Map.of("streamlake.raw-zone.location", location);
    assertThat(load(set, REQUIRED).settings().rawZone().location()).hasToString(location);
  }

  @Test
  void acceptTheFileOfTheContract() throws Exception {
    URL contract = LoadedSettingsTest.class.getResource("/contract.yaml");
    assertThat(contract).isNotNull();
    Settings settings =
        LoadedSettings.load(
                Optional.of(Path.of(contract.toURI())),
                Map.of("streamlake.concurrency", "3"),
                Map.of())
            .settings();
    assertThat(settings.topics().names()).containsExactly("streamlake.orders.raw");
    assertThat(settings.concurrency()).isEqualTo(3);
  }

  @Test
  void needOnlyDatasetAndLocationToLookIntoALake(@TempDir Path directory) throws IOException {
    Path file =
        file(
            directory,
            """
            streamlake:
              dataset: orders
              concurrency: all
              kafka:
                security.protocol: FOO
                sasl.jaas.config: login ${KAFKA_PASSWORD}
              raw-zone:
                location: gs://bucket/prefix
                gcs: {endpoint: "http://127.0.0.1:4443"}
            """);

    Lake lake = LoadedSettings.lake(Optional.of(file), Map.of(), Map.of());

    assertThat(lake.dataset()).isEqualTo("orders");
    assertThat(lake.rawZone().location()).isEqualTo(URI.create("gs://bucket/prefix"));
    assertThat(lake.rawZone().gcs().endpoint()).contains(URI.create("http://127.0.0.1:4443"));
    assertThat(lake.deadLetters().topic()).contains("streamlake.orders.dlq");
  }

  @Test
  void describeEveryKey() {
    assertThat(KeyDescription.all())
        .hasSameSizeAs(Keys.all())
        .allSatisfy(key -> assertThat(key.meaning()).endsWith("."))
        .filteredOn(key -> key.environment().isEmpty())
        .extracting(KeyDescription::key)
        .containsExactly("streamlake.kafka.bootstrap.servers", "streamlake.consumer.group.id");
  }

  private static LoadedSettings load(Map<String, String> set, Map<String, String> environment) {
    return LoadedSettings.load(Optional.empty(), set, environment);
  }

  private static Path file(Path directory, String text) throws IOException {
    return Files.writeString(directory.resolve("lake.yaml"), text);
  }
}
