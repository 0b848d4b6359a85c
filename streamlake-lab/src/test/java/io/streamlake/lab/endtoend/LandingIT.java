package io.streamlake.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.broker.LocalBroker;
import io.streamlake.lab.data.HardRecords;
import io.streamlake.lab.data.TopicSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code run --until-caught-up} lands a topic of hard records into a folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LandingIT {

  private static final long RECORDS = Long.getLong("streamlake.lab.landing.records", 200_000);
  private static final int PARTITIONS = 12;
  private static final int LARGE_EVERY = 2_000;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String TOPIC = "hard";

  /** As many as the partitions have folders, so that they are not rolled before their time. */
  private static final String MANY_FILES = "1200";

  /** The reader keeps microseconds, which are not enough for all milliseconds. */
  private static final Instant LATEST_OF_DUCKDB = Instant.parse("9999-12-31T23:59:59.999Z");

  private final LocalBroker broker = LocalBroker.start();

  @BeforeAll
  void fillTopic() {
    broker.createTopic(TOPIC, PARTITIONS, HardRecords.topicConfigs());
    new HardRecords(1, RECORDS, LARGE_EVERY).produce(broker.clientConfig(), TOPIC);
  }

  @AfterAll
  void closeBroker() {
    broker.close();
  }

  @Test
  void landsEveryCommittedRecordOnceByteForByte(@TempDir Path folder) throws Exception {
    RunnerSettings settings =
        RunnerSettings.of(broker, "exact", TOPIC)
            .in(folder)
            .with("validate.value", "none")
            .with("raw-zone.roll.records", "9000")
            .with("raw-zone.limits.open-files", MANY_FILES)
            .with("raw-zone.compression", "gzip");

    assertThat(land(settings, folder).exit()).isZero();

    LandedLake lake = LandedLake.in(folder, settings);
    lake.isExactly(TopicSnapshot.read(broker.clientConfig(), TOPIC));
    lake.isVerified();
  }

  @ParameterizedTest
  @CsvSource({"null", "deflate", "snappy", "zstandard"})
  void landsEveryRecordInAvro(String compression, @TempDir Path folder) throws Exception {
    landsEveryRecord("avro", compression, new HardRecords(4, 2_000, LARGE_EVERY / 2), folder);
  }

  @ParameterizedTest
  @CsvSource({"uncompressed", "zstd"})
  void landsEveryRecordInParquet(String compression, @TempDir Path folder) throws Exception {
    HardRecords records = new HardRecords(4, 2_000, LARGE_EVERY / 2);
    landsEveryRecord("parquet", compression, records.datedUpTo(LATEST_OF_DUCKDB), folder);
  }

  private void landsEveryRecord(String format, String compression, HardRecords records, Path folder)
      throws Exception {
    String topic = format + "-" + compression;
    broker.createTopic(topic, 3, HardRecords.topicConfigs());
    records.produce(broker.clientConfig(), topic);
    RunnerSettings settings =
        RunnerSettings.of(broker, topic, topic)
            .in(folder)
            .with("validate.value", "none")
            .with("raw-zone.roll.records", "400")
            .with("raw-zone.limits.open-files", MANY_FILES)
            .with("raw-zone.format", format)
            .with("raw-zone.compression", compression);

    assertThat(land(settings, folder).exit()).isZero();

    LandedLake lake = LandedLake.in(folder, settings);
    lake.isExactly(TopicSnapshot.read(broker.clientConfig(), topic));
    lake.isVerified();
  }

  @Test
  void addsNothingWhenItRunsAgain(@TempDir Path folder) throws Exception {
    broker.createTopic("again", PARTITIONS, HardRecords.topicConfigs());
    new HardRecords(3, 2_000, 0).produce(broker.clientConfig(), "again");
    RunnerSettings settings =
        RunnerSettings.of(broker, "again", "again")
            .in(folder)
            .with("validate.value", "none")
            .with("raw-zone.limits.open-files", "300");
    assertThat(land(settings, folder).exit()).isZero();
    Map<String, Long> landed = LandedLake.files(RunnerSettings.lake(folder));

    assertThat(land(settings, folder).exit()).isZero();

    assertThat(LandedLake.files(RunnerSettings.lake(folder))).isEqualTo(landed).isNotEmpty();
    LandedLake.in(folder, settings).isExactly(TopicSnapshot.read(broker.clientConfig(), "again"));
  }

  @Test
  void warnsOfATopicThatIsDeleted(@TempDir Path folder) throws Exception {
    broker.createTopic("deleted", 1, Map.of());
    RunnerSettings settings =
        RunnerSettings.of(broker, "deleted", "deleted")
            .in(folder)
            .with("kafka.metadata.max.age.ms", "1000");
    try (RunnerProcess runner = RunnerProcess.start(folder, settings.commandLine("run"))) {
      awaitMessage(runner, "assigned: [deleted-0]");
      try (Admin admin = Admin.create(broker.clientConfig())) {
        admin.deleteTopics(List.of("deleted")).all().get();
      }
      awaitMessage(runner, "topic deleted was deleted");

      runner.terminate();

      assertThat(runner.outcome(LIMIT).exit()).isZero();
    }
  }

  private static void awaitMessage(RunnerProcess runner, String text) throws Exception {
    Eventually.holds(
        LIMIT, () -> runner.messages().contains(text), () -> "no message has said: " + text);
  }

  @Test
  void endsAtOnceWhereNoTopicMatches(@TempDir Path folder) throws Exception {
    RunnerSettings settings =
        RunnerSettings.of(broker, "nothing", "")
            .in(folder)
            .without("topics")
            .with("topic-pattern", "nothing\\..*");
    long start = System.nanoTime();

    Outcome outcome = land(settings, folder);

    assertThat(outcome.exit()).as(outcome::toString).isZero();
    assertThat(outcome.err()).contains("no topic matches streamlake.topic-pattern nothing\\..*");
    assertThat(outcome.err()).doesNotContain("other members");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(45));
  }

  @Test
  void deadLettersWhatIsNotJsonWithItsBytesHeadersAndTimestamp(@TempDir Path folder)
      throws Exception {
    broker.createTopic("mixed", PARTITIONS, HardRecords.topicConfigs());
    new HardRecords(2, 20_000, LARGE_EVERY).produce(broker.clientConfig(), "mixed");
    RunnerSettings settings =
        RunnerSettings.of(broker, "mixed", "mixed")
            .in(folder)
            .with("raw-zone.roll.records", "1000")
            .with("raw-zone.limits.open-files", MANY_FILES)
            .with("raw-zone.compression", "zstd")
            .with("validate.value", "json");

    assertThat(land(settings, folder).exit()).isZero();

    TopicSnapshot snapshot = TopicSnapshot.read(broker.clientConfig(), "mixed");
    DeadLetterTopic letters =
        DeadLetterTopic.read(broker.clientConfig(), "streamlake.mixed.dlq", settings.group());
    letters.areCopiesOf(snapshot);
    LandedLake lake = LandedLake.in(folder, settings);
    lake.isExactly(snapshot.without(letters.places()));
    assertThat(Claims.of(lake).deadLetters()).isEqualTo(letters.places());
    lake.reader().read(record -> assertThat(JsonOracle.passes(record.content().value())).isTrue());
    lake.isVerified();
  }

  private static Outcome land(RunnerSettings settings, Path folder)
      throws IOException, InterruptedException {
    try (RunnerProcess runner =
        RunnerProcess.start(folder, settings.commandLine("run", "--until-caught-up"))) {
      return runner.outcome(LIMIT);
    }
  }
}
