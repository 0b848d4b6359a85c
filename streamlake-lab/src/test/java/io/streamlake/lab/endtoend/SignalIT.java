package io.streamlake.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.broker.LocalBroker;
import io.streamlake.lab.data.RecordPlace;
import io.streamlake.lab.data.TopicSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM ends the runner in order. */
class SignalIT {

  private static final int RECORDS = 200_000;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final LocalBroker broker = LocalBroker.start();

  @AfterEach
  void closeBroker() {
    broker.close();
  }

  @Test
  void drainsAndCommitsWhatIsLandedAndGoesOnFromThere(@TempDir Path folder) throws Exception {
    TopicSnapshot expected = new ManyOrders(RECORDS, 0).produce(broker);
    RunnerSettings settings =
        RunnerSettings.of(broker, "signals", ManyOrders.TOPIC)
            .in(folder)
            .with("raw-zone.roll.records", "1500");
    LandedLake lake = LandedLake.in(folder, settings);

    Outcome outcome = terminateAfterTheFirstClaims(settings, folder);

    assertThat(outcome.exit()).as(outcome::toString).isZero();
    assertThat(outcome.err()).contains("drained and committed");
    Map<Integer, Long> landed = ends(lake);
    assertThat(GroupOffsets.of(broker, settings.group())).containsAllEntriesOf(landed);
    assertThat(landed.values().stream().mapToLong(Long::longValue).sum())
        .isBetween(1L, RECORDS - 1L);

    try (RunnerProcess runner =
        RunnerProcess.start(folder, settings.commandLine("run", "--until-caught-up"))) {
      assertThat(runner.outcome(LIMIT).exit()).isZero();
    }
    lake.isExactly(expected);
    lake.isVerified();
  }

  @Test
  void endsAtOnceWhenNothingIsStarted(@TempDir Path folder) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RunnerSettings settings =
          RunnerSettings.of(broker, "early", ManyOrders.TOPIC)
              .in(folder)
              .with("kafka.bootstrap.servers", "127.0.0.1:" + silent.getLocalPort());
      try (RunnerProcess runner = RunnerProcess.start(folder, settings.commandLine("run"))) {
        // it has asked the broker, which never answers: from here on it waits
        silent.accept();

        runner.terminate();

        Outcome outcome = runner.outcome(Duration.ofSeconds(10));
        assertThat(outcome.exit()).as(outcome::toString).isZero();
        assertThat(RunnerSettings.lake(folder)).doesNotExist();
      }
    }
  }

  private static Outcome terminateAfterTheFirstClaims(RunnerSettings settings, Path folder)
      throws Exception {
    int enough = 2 * ManyOrders.PARTITIONS;
    try (RunnerProcess runner = RunnerProcess.start(folder, settings.commandLine("run"))) {
      Eventually.holds(
          LIMIT,
          () -> LandedLake.claims(folder, settings) >= enough,
          () -> "fewer than " + enough + " claims in " + folder);
      runner.terminate();
      return runner.outcome(LIMIT);
    }
  }

  /** The offset after the last record in the lake, by partition. */
  private static Map<Integer, Long> ends(LandedLake lake) throws IOException {
    Map<Integer, Long> ends = new HashMap<>();
    lake.reader()
        .read(
            record -> {
              RecordPlace place = record.place();
              ends.merge(place.partition(), place.offset() + 1, Math::max);
            });
    return ends;
  }
}
