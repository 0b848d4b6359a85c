package io.streamlake.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.broker.BrokerSettings;
import io.streamlake.lab.broker.LocalBroker;
import io.streamlake.lab.data.TopicSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The runner is killed again and again while it lands. The profile {@code thorough} does so 20
 * times over 1,000,000 records; the properties {@code streamlake.lab.kill.records}, {@code
 * .kill.times} and {@code .kill.seed} say otherwise.
 */
class KillIT {

  private static final int RECORDS = Integer.getInteger("streamlake.lab.kill.records", 300_000);
  private static final int KILLS = Integer.getInteger("streamlake.lab.kill.times", 8);
  private static final long SEED = Long.getLong("streamlake.lab.kill.seed", 1);
  private static final int SEGMENT_RECORDS = 1_500;
  private static final int POISON_EVERY = 5_000;
  private static final int LONGEST_MILLIS = 1_500;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final LocalBroker broker =
      LocalBroker.start(BrokerSettings.temporary().with("group.min.session.timeout.ms", "1000"));
  private final Random random = new Random(SEED);

  @AfterEach
  void closeBroker() {
    broker.close();
  }

  @Test
  void landsEveryRecordOnceThoughItIsKilledAgainAndAgain(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    TopicSnapshot expected = new ManyOrders(RECORDS, POISON_EVERY).produce(broker);
    RunnerSettings settings = settings(folder);
    LandedLake lake = LandedLake.in(folder, settings);

    for (int killed = 0; killed < KILLS; killed++) {
      runAndKill(settings, folder, KILLS - killed);
    }
    int claimsBefore = LandedLake.claims(folder, settings);
    try (RunnerProcess runner =
        RunnerProcess.start(folder, settings.commandLine("run", "--until-caught-up"))) {
      assertThat(runner.outcome(LIMIT).exit()).isZero();
    }

    assertThat(claimsBefore)
        .as("claims before the last run")
        .isBetween(1, LandedLake.claims(folder, settings) - 1);
    lake.isExactly(expected);
    lake.isVerified();
    assertThat(poisonOnTopic()).isGreaterThanOrEqualTo(RECORDS / POISON_EVERY);
  }

  /** Kills after a random number of new claims, or after a random time that may be too short. */
  private void runAndKill(RunnerSettings settings, Path folder, int runsLeft) throws Exception {
    int before = LandedLake.claims(folder, settings);
    int left = Math.max(1, RECORDS / SEGMENT_RECORDS - before);
    int growth = 1 + random.nextInt(Math.max(1, 2 * left / (runsLeft + 1)));
    boolean isTimed = random.nextInt(4) == 0;
    Duration time = Duration.ofMillis(random.nextInt(LONGEST_MILLIS));
    try (RunnerProcess runner = RunnerProcess.start(folder, settings.commandLine("run"))) {
      if (isTimed) {
        assertThat(runner.endsWithin(time)).isFalse();
        return;
      }
      Eventually.holds(
          LIMIT,
          () -> LandedLake.claims(folder, settings) >= before + growth,
          () -> "no " + growth + " claims more than " + before);
      assertThat(runner.isAlive()).isTrue();
    }
  }

  private RunnerSettings settings(Path folder) {
    return RunnerSettings.of(broker, "killed", ManyOrders.TOPIC)
        .in(folder)
        .with("raw-zone.roll.records", Integer.toString(SEGMENT_RECORDS))
        // the next process need not wait long for the partitions of the one that was killed
        .with("consumer.session.timeout.ms", "1500")
        .with("consumer.heartbeat.interval.ms", "400");
  }

  private long poisonOnTopic() {
    return PlainReader.read(broker.clientConfig(), "streamlake.killed.dlq").stream()
        .map(ReadLetter::of)
        .map(ReadLetter::source)
        .distinct()
        .count();
  }
}
