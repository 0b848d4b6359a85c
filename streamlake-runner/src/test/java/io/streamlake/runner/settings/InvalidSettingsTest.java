package io.streamlake.runner.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidSettingsTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "streamlake.dataset", "orders",
          "streamlake.topics", "a",
          "streamlake.raw-zone.location", "gs://bucket/prefix");

  @ParameterizedTest
  @CsvSource({
    "dataset, Orders, lower-case",
    "dataset, _x, lower-case",
    "topics, 'a,a', different",
    "topics, a b, a-z",
    "topics, .., a-z",
    "start-at, tomorrow, earliest",
    "start-at, 2026-01-31, ISO-8601",
    "start-at, 1960-01-01T00:00:00Z, from 1970 on",
    "start-at, +1000000000-12-31T23:59:59.999999999Z, from 1970 on",
    "on-lost-offsets, skip, 'hold, fail, continue'",
    "validate.value, xml, 'json, none'",
    "validate.required-headers, 'a,a', different",
    "validate.max-record-bytes, 64MB, 128MiB",
    "validate.max-record-bytes, 0, more than 0",
    "dead-letters.topic, a/b, topic name",
    "dead-letters.topic, a, among the topics",
    "dead-letters.location, s3://bucket/x, gs://bucket/prefix",
    "dead-letters.location, gs://bucket/prefix/orders/data/a, in a folder that the raw zone uses",
    "dead-letters.location, gs://bucket/prefix/other/_ledger, in a folder that the raw zone uses",
    "dead-letters.oversize, drop, 'hold, raw-zone'",
    "retry.max-attempts, 0, at least 1",
    "retry.max-backoff, 100ms, below",
    "commit.every, 0s, longer than 0",
    "commit.records, 0, at least 1",
    "raw-zone.location, /var/lake, file:///directory",
    "raw-zone.location, file://host/lake, absolute path",
    "raw-zone.location, gs://B/x, gs://bucket/prefix",
    "raw-zone.location, 'not a uri', gs://bucket/prefix",
    "raw-zone.format, csv, 'jsonl, avro, parquet'",
    "raw-zone.compression, snappy, 'none, gzip, zstd for jsonl'",
    "raw-zone.compression-level, 10, from 0 to 9",
    "raw-zone.compression-level, high, whole number",
    "raw-zone.folders, week, 'hour, day, none'",
    "raw-zone.roll.bytes, 0, more than 0",
    "raw-zone.roll.records, -1, at least 1",
    "raw-zone.roll.age, 10, 500ms",
    "raw-zone.complete.enabled, yes, true or false",
    "raw-zone.complete.lateness, 0s, longer than 0",
    "raw-zone.complete.idle-after, soon, 500ms",
    "raw-zone.roll.age, -PT1S, longer than 0",
    "raw-zone.staging.max-bytes, lots, 128MiB",
    "raw-zone.limits.open-files, 0, at least 1",
    "raw-zone.limits.uploads, 99999999999, at least 1",
    "raw-zone.gcs.endpoint, localhost:4443, http",
    "raw-zone.gcs.kms-key, lake, projects/P/locations/L/keyRings/R/cryptoKeys/K",
    "raw-zone.gcs.kms-key, projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1, without a version",
    "concurrency, 0, at least 1",
    "shutdown-timeout, 0ms, longer than 0",
    "admin.enabled, yes, true or false",
    "admin.port, 65536, 65535",
    "topic-pattern, x.*, keep one"
  })
  void tellTheKeyTheValueTheRemedyAndTheOrigin(String name, String value, String remedy) {
    String key = "streamlake." + name;
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put(key, value);

    assertThat(problems(set, Map.of()))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("= '" + value + "'", remedy, "(--set)"));
  }

  @ParameterizedTest
  @CsvSource({
    "kafka.enable.auto.commit, true, auto-commit",
    "consumer.enable.auto.commit, TRUE, auto-commit",
    "kafka.auto.commit.interval.ms, 1000, only when records are safe",
    "consumer.auto.offset.reset, latest, streamlake.start-at",
    "consumer.key.deserializer, X, bytes",
    "kafka.value.deserializer, X, bytes",
    "kafka.group.id, x, streamlake.consumer.group.id",
    "consumer.group.id, '', must not be empty",
    "kafka.bootstrap.servers, '', at least one broker",
    "kafka.bootstrap.servers, notaport, host:port",
    "kafka.bootstrap.servers, 'a:1,b:65536', host:port",
    "consumer.bootstrap.servers, a/b:1, host:port",
    "consumer.group.protocol, share, classic"
  })
  void sayWhyTheGuaranteesRuleOutAKafkaSetting(String name, String value, String why) {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake." + name, value);

    assertThat(problems(set, Map.of()))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("streamlake." + name, why, "(--set)"));
  }

  @ParameterizedTest
  @CsvSource({
    "consumer.isolation.level, dirty, 'one of: read_committed, read_uncommitted'",
    "consumer.max.poll.records, 0, at least 1",
    "kafka.max.poll.records, 0, at least 1",
    "consumer.session.timeout.ms, abc, Not a number of type INT",
    "consumer.session.timeout.ms, 3000, must be higher than heartbeat.interval.ms (3000)",
    "consumer.heartbeat.interval.ms, 30000, must be lower than session.timeout.ms (30000)",
    "consumer.partition.assignment.strategy, foo.Bar, no ConsumerPartitionAssignor foo.Bar",
    "consumer.partition.assignment.strategy, java.lang.String, no ConsumerPartitionAssignor",
    "consumer.interceptor.classes, foo.Bar, no ConsumerInterceptor foo.Bar",
    "kafka.metric.reporters, foo.Bar, no MetricsReporter foo.Bar",
    "kafka.partitioner.class, foo.Bar, Class foo.Bar could not be found",
    "consumer.group.instance.id, a b, Group instance id is invalid",
    "kafka.security.protocol, FOO, SASL_SSL",
    "kafka.retries, 0, non-zero",
    "kafka.delivery.timeout.ms, 1000, must not exceed delivery.timeout.ms (1000)",
    "kafka.linger.ms, 50000, must not exceed delivery.timeout.ms (60000)",
    "kafka.request.timeout.ms, 99999999999, Not a number of type INT"
  })
  void sayWhatKafkasClientsRefuse(String name, String value, String why) {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake." + name, value);

    assertThat(problems(set, Map.of()))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line)
                    .startsWith("streamlake." + name + " = '" + value + "': ")
                    .contains(why)
                    .doesNotContain("Invalid value")
                    .endsWith("(--set)"));
  }

  @Test
  void tellAllThatKafkasClientsRefuseBesideEverythingElse() {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake.consumer.isolation.level", "dirty");
    set.put("streamlake.consumer.max.poll.records", "0");
    set.put("streamlake.consumer.session.timeout.ms", "abc");
    set.put("streamlake.consumer.enable.auto.commit", "true");
    set.put("streamlake.kafka.security.protocol", "FOO");
    set.put("streamlake.consumer.group.id", " ");
    set.put("streamlake.concurrency", "0");

    assertThat(problems(set, Map.of()))
        .extracting(line -> line.replaceAll(" = .*", ""))
        .containsExactlyInAnyOrder(
            "streamlake.consumer.isolation.level",
            "streamlake.consumer.max.poll.records",
            "streamlake.consumer.session.timeout.ms",
            "streamlake.consumer.enable.auto.commit",
            "streamlake.kafka.security.protocol",
            "streamlake.consumer.group.id",
            "streamlake.concurrency");
  }

  @Test
  void tellOfHeartbeatsAndSessionsOnlyWhereTheyDoNotFit() {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake.consumer.session.timeout.ms", "6000");
    set.put("streamlake.consumer.heartbeat.interval.ms", "7000");
    assertThat(problems(set, Map.of()))
        .singleElement()
        .asString()
        .contains("heartbeat.interval.ms = '7000': must be lower than session.timeout.ms (6000)");

    set.put("streamlake.consumer.heartbeat.interval.ms", "2000");
    assertThat(LoadedSettings.load(Optional.empty(), set, Map.of()).settings()).isNotNull();
  }

  @Test
  void nameTheSettingThatDoesNotGoWithAnother() {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake.consumer.group.protocol", "consumer");
    set.put("streamlake.kafka.session.timeout.ms", "45000");

    assertThat(problems(set, Map.of()))
        .singleElement()
        .asString()
        .startsWith("streamlake.kafka.session.timeout.ms = '45000': ")
        .contains("cannot be set when group.protocol=CONSUMER");
  }

  @Test
  void refuseATimeForACallThatIsShorterThanForItsRequests() {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake.kafka.default.api.timeout.ms", "10000");
    set.put("streamlake.kafka.request.timeout.ms", "20000");
    assertThat(problems(set, Map.of())).singleElement().asString().contains("request.timeout.ms");

    set.put("streamlake.kafka.request.timeout.ms", "10000");
    assertThat(LoadedSettings.load(Optional.empty(), set, Map.of()).settings()).isNotNull();
  }

  @Test
  void markNoFoldersAsCompleteThatDoNotExistOrBeforeWhatIsStagedIsClaimed() {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake.raw-zone.complete.enabled", "true");
    set.put("streamlake.raw-zone.folders", "none");
    set.put("streamlake.raw-zone.roll.age", "31m");

    assertThat(problems(set, Map.of()))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("complete.enabled", "folders: hour or day"),
            line -> assertThat(line).contains("complete.idle-after", "twice raw-zone.roll.age"));

    set.put("streamlake.raw-zone.complete.enabled", "false");
    assertThat(LoadedSettings.load(Optional.empty(), set, Map.of()).settings()).isNotNull();
  }

  @Test
  void leaveNoDoubtWhereDeadLettersGo() {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake.dead-letters.location", "gs://bucket/letters");
    set.put("streamlake.dead-letters.topic", "orders.dlq");
    assertThat(problems(set, Map.of())).singleElement().asString().contains("keep one");

    set.remove("streamlake.dead-letters.topic");
    set.put("streamlake.dead-letters.oversize", "raw-zone");
    assertThat(problems(set, Map.of())).singleElement().asString().contains("none is too large");
  }

  @ParameterizedTest
  @CsvSource({
    "gs://bucket/prefix",
    "gs://bucket/prefix/",
    "gs://bucket/prefix/orders",
    "gs://bucket/prefix/letters/of/all",
    "gs://other/prefix/orders/data",
    "gs://bucket/orders/data",
    "file:///prefix/orders/data"
  })
  void letLettersLieBesideTheData(String location) {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake.dead-letters.location", location);

    DeadLetters letters =
        LoadedSettings.load(Optional.empty(), set, Map.of()).settings().deadLetters();

    assertThat(letters.location()).hasToString("Optional[" + location + "]");
    assertThat(letters.topic()).isEmpty();
  }

  @Test
  void allowAutoCommitToBeSwitchedOffExplicitly() {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake.consumer.enable.auto.commit", " False");
    assertThat(LoadedSettings.load(Optional.empty(), set, Map.of()).settings()).isNotNull();
  }

  @Test
  void tellEverythingThatIsRequiredAtOnce() {
    assertThat(problems(Map.of(), Map.of()))
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("streamlake.dataset", "is required", "not set"),
            line -> assertThat(line).contains("streamlake.topics", "topic-pattern", "not set"),
            line -> assertThat(line).contains("raw-zone.location", "is required", "not set"));
  }

  @Test
  void tellAllThatIsMissingToLookIntoALake() {
    Map<String, String> set =
        Map.of("streamlake.raw-zone.gcs.project", "${PROJECT}", "streamlake.topic", "a");
    assertThat(
            catchThrowableOfType(
                    InvalidSettingsException.class,
                    () -> LoadedSettings.lake(Optional.empty(), set, Map.of()))
                .problems())
        .extracting(Problem::key)
        .containsExactlyInAnyOrder(
            "streamlake.dataset",
            "streamlake.topic",
            "streamlake.raw-zone.gcs.project",
            "streamlake.raw-zone.location");
  }

  @Test
  void tellAllProblemsOfAllOriginsAtOnce(@TempDir Path directory) throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("lake.yaml"),
            """
            streamlake:
              dataset: Orders
              dead-leters: {topic: x}
              raw-zone:
                roll: {bytes: 128MB, age: ten}
              raw-zon:
              kafka: plain
              admin:
            lake: 1
            """);
    Map<String, String> set =
        Map.of("streamlake.admin.prt", "1", "raw-zone.location", "x", "streamlake.topics", "a");
    Map<String, String> environment =
        Map.of("STREAMLAKE_ADMIN_PORT", "x", "STREAMLAKE_ROLL_AGE", "1m", "OTHER", "1");

    List<String> problems =
        catchThrowableOfType(
                InvalidSettingsException.class,
                () -> LoadedSettings.load(Optional.of(file), set, environment))
            .problems()
            .stream()
            .map(Problem::toString)
            .toList();

    assertThat(problems)
        .satisfiesExactlyInAnyOrder(
            line -> assertThat(line).contains("dataset = 'Orders'", "lake.yaml:2)"),
            line -> assertThat(line).contains("did you mean streamlake.dead-letters.topic?", ":3)"),
            line -> assertThat(line).contains("roll.bytes = '128MB'", "lake.yaml:5)"),
            line -> assertThat(line).contains("roll.age = 'ten'", "lake.yaml:5)"),
            line -> assertThat(line).contains("streamlake.raw-zon:", "no setting", ":6)"),
            line -> assertThat(line).contains("streamlake.kafka: is a section", ":7)"),
            line -> assertThat(line).contains("lake: no setting has this name", ":9)"),
            line -> assertThat(line).contains("mean streamlake.admin.port? (--set)"),
            line -> assertThat(line).contains("mean streamlake.raw-zone.location? (--set)"),
            line -> assertThat(line).contains("raw-zone.location: is required", "(not set)"),
            line -> assertThat(line).contains("= 'x'", "variable STREAMLAKE_ADMIN_PORT)"),
            line ->
                assertThat(line)
                    .contains("STREAMLAKE_ROLL_AGE", "did you mean STREAMLAKE_RAW_ZONE_ROLL_AGE?"));
  }

  @ParameterizedTest
  @CsvSource({
    "STREAMLAKE_KAFKA_BOOTSTRAP_SERVERS, file or --set",
    "STREAMLAKE_CONSUMER_GROUP_ID, file or --set",
    "STREAMLAKE_SERVICE_HOST, enableServiceLinks",
    "STREAMLAKE_PORT_8080_TCP, enableServiceLinks",
    "STREAMLAKE_ADMIN_PROT, did you mean STREAMLAKE_ADMIN_PORT?"
  })
  void explainNamesOfTheEnvironment(String name, String explanation) {
    assertThat(problems(REQUIRED, Map.of(name, "x")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains(explanation, "variable " + name));
  }

  @Test
  void tellWhichVariableIsMissing() {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake.kafka.sasl.jaas.config", "login ${KAFKA_PASSWORD}");
    assertThat(problems(set, Map.of()))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("KAFKA_PASSWORD is not set", "********"));
    assertThat(problems(set, Map.of("KAFKA_PASSWORD", "")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("KAFKA_PASSWORD is empty", "********"));
  }

  @Test
  void neverShowSecrets() {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake.raw-zone.gcs.endpoint", "ftp://user:hunter2@host");
    set.put("streamlake.dataset", "{\"private_key\": \"hunter2\"}");
    set.put("streamlake.admin.pasword", "hunter2");
    assertThat(problems(set, Map.of())).hasSize(3).noneMatch(line -> line.contains("hunter2"));
  }

  @Test
  void sayThatADirectoryHasNoKey() {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake.raw-zone.location", "file:///var/lake");
    set.put("streamlake.raw-zone.gcs.kms-key", "projects/p/locations/eu/keyRings/r/cryptoKeys/k");
    assertThat(problems(set, Map.of()))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("kms-key", "location in a bucket"));
  }

  @Test
  void stayOneLineEach() {
    Map<String, String> set = new HashMap<>(REQUIRED);
    set.put("streamlake.dataset", "a\nb\r\nc");
    assertThat(problems(set, Map.of())).singleElement().asString().doesNotContain("\n", "\r");
  }

  @Test
  void areRefusedByTheRecordsThemselves() {
    assertThatThrownBy(() -> new Admin(true, "127.0.0.1", -1))
        .hasMessageContaining("streamlake.admin.port")
        .hasMessageContaining("65535");
    assertThatThrownBy(() -> new Topics(List.of(), Optional.empty()))
        .hasMessageContaining("streamlake.topics");
  }

  private static List<String> problems(Map<String, String> set, Map<String, String> environment) {
    return catchThrowableOfType(
            InvalidSettingsException.class,
            () -> LoadedSettings.load(Optional.empty(), set, environment))
        .problems()
        .stream()
        .map(Problem::toString)
        .toList();
  }
}
