package io.streamlake.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.broker.BrokerSettings;
import io.streamlake.lab.broker.LocalBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand partitions with two open folders each, in a small heap. The profile {@code thorough}
 * consumes for five minutes, and with rolls of a minute where it says so; the properties {@code
 * streamlake.lab.many.seconds}, which has to be less than ten minutes, {@code .roll-seconds} and
 * {@code .compression} say otherwise.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyPartitionsIT {

  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("streamlake.lab.many.seconds", 5));
  private static final int ROLL_SECONDS = Integer.getInteger("streamlake.lab.many.roll-seconds", 4);
  private static final String COMPRESSION =
      System.getProperty("streamlake.lab.many.compression", "zstd");
  private static final int ROUNDS_BEFORE = 4;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final LocalBroker broker = LocalBroker.start(BrokerSettings.temporary().withHeap(768));
  private final ManyPartitions topic = new ManyPartitions(broker);

  @BeforeAll
  void produce() {
    topic.produce(ROUNDS_BEFORE);
  }

  @AfterAll
  void close() {
    topic.close();
    broker.close();
  }

  @Test
  void staysAMemberAndLandsAllInASmallHeap( // trap 8, trap 30, trap 32
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    RunnerSettings settings =
        settings("many").in(folder).with("raw-zone.limits.open-files", "2100");
    try (RunnerProcess runner = start(settings, folder)) {
      topic.produceFor(TIME);
      Eventually.holds(
          LIMIT,
          () -> committed(settings) == topic.records() || !runner.isAlive(),
          () -> "not all of " + topic.records() + " are committed");
      assertThat(runner.isAlive()).as("alive").isTrue();
      runner.terminate();

      Outcome outcome = runner.outcome(LIMIT);

      hasStayedAMember(outcome);
      assertThat(outcome.err()).doesNotContain("raw-zone.limits.open-files");
    }
    isLanded(settings, folder);
  }

  @Test
  void keepsTwoFilesOfEachPartitionOpenInASmallHeapAndLandsThemWhenItEnds( // trap 30, trap 32
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    RunnerSettings settings =
        settings("open")
            .in(folder)
            .with("raw-zone.roll.age", "10m")
            .with("raw-zone.limits.open-files", "2100")
            .with("shutdown-timeout", LIMIT.toString());
    try (RunnerProcess runner = start(settings, folder)) {
      topic.produceFor(TIME);
      Eventually.holds(
          LIMIT,
          () -> staged(folder) == 2 * ManyPartitions.PARTITIONS || !runner.isAlive(),
          () -> "not two open files for each partition");
      assertThat(runner.messages()).doesNotContain(": landed [");
      runner.terminate();

      Outcome outcome = runner.outcome(LIMIT);

      hasStayedAMember(outcome);
      assertThat(outcome.messages())
          .filteredOn(line -> line.contains(": landed ["))
          .hasSize(ManyPartitions.PARTITIONS);
    }
    catchUp(settings, folder);
    isLanded(settings, folder);
  }

  @Test
  void landsAllThoughFewerFilesMayBeOpenThanThereArePartitions( // trap 30, trap 32
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    RunnerSettings settings = settings("few").in(folder);
    long before = topic.records();

    Outcome outcome = catchUp(settings, folder);

    assertThat(outcome.err()).contains("raw-zone.limits.open-files is below");
    assertThat(before).isEqualTo(topic.records());
    isLanded(settings, folder);
  }

  private static RunnerProcess start(RunnerSettings settings, Path folder) throws IOException {
    List<String> jvm =
        List.of(
            "-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-Xlog:gc:file=" + folder.resolve("gc.log"));
    return RunnerProcess.startIn(jvm, folder, settings.commandLine("run"));
  }

  private static Outcome catchUp(RunnerSettings settings, Path folder) throws Exception {
    try (RunnerProcess runner =
        RunnerProcess.startIn(
            List.of("-Xmx256m"), folder, settings.commandLine("run", "--until-caught-up"))) {
      Outcome outcome = runner.outcome(LIMIT);
      assertThat(outcome.exit()).as(outcome::toString).isZero();
      return outcome;
    }
  }

  private static void hasStayedAMember(Outcome outcome) {
    assertThat(outcome.exit()).as(outcome::toString).isZero();
    assertThat(outcome.messages()).filteredOn(line -> line.contains(" assigned: ")).hasSize(1);
    assertThat(outcome.err()).doesNotContain("revoked: ", "lost, ", "starts anew", " ERROR ");
  }

  /** How many files are staged. */
  private static int staged(Path folder) throws IOException {
    Set<String> files = LandedLake.files(folder.resolve("staging")).keySet();
    return (int) files.stream().filter(name -> !name.endsWith(".lock")).count();
  }

  private RunnerSettings settings(String dataset) {
    return RunnerSettings.of(broker, dataset, ManyPartitions.TOPIC)
        .with("raw-zone.compression", COMPRESSION)
        .with("raw-zone.roll.age", ROLL_SECONDS + "s");
  }

  private long committed(RunnerSettings settings) throws Exception {
    return GroupOffsets.of(broker, settings.group()).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private void isLanded(RunnerSettings settings, Path folder) throws Exception {
    Outcome verified = Outcome.of(settings.commandLine("verify"));
    assertThat(verified.exit()).as(verified::toString).isZero();
    long landed = Claims.of(LandedLake.in(folder, settings)).records();
    assertThat(landed).isEqualTo(topic.records());
  }
}
