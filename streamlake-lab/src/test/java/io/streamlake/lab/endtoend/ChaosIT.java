package io.streamlake.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.broker.LocalBroker;
import io.streamlake.lab.data.TopicSnapshot;
import io.streamlake.testkit.gcs.GcsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two runners land a topic in a bucket while records flow, the runners are killed or put to sleep
 * again and again, and 5 % of all requests to the bucket fail. The profile {@code thorough} does so
 * for minutes; the properties {@code streamlake.lab.chaos.records}, {@code .times}, {@code
 * .stalls}, {@code .pause-ms}, {@code .protocol} and {@code .seed} say otherwise. A seed repeats
 * the records and the schedule of kills and faults, not how threads and processes interleave.
 */
class ChaosIT {

  private static final long RECORDS = Long.getLong("streamlake.lab.chaos.records", 60_000);
  private static final int DISTURBANCES = Integer.getInteger("streamlake.lab.chaos.times", 7);
  private static final int STALLS = Integer.getInteger("streamlake.lab.chaos.stalls", 1);
  private static final int PAUSE_MILLIS =
      Integer.getInteger("streamlake.lab.chaos.pause-ms", 2_000);
  private static final String PROTOCOL =
      System.getProperty("streamlake.lab.chaos.protocol", "cooperative");
  private static final long SEED = Long.getLong("streamlake.lab.chaos.seed", 1);

  private static final String TOPIC = "chaos";
  private static final String BUCKET = "lake";
  private static final double FAULTS = 0.05;
  private static final long STREAMED_BYTES = 8L << 20;
  private static final int DRAINED = 0;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final LocalBroker broker = SoakSettings.startBroker();
  private final GcsServer server = GcsServer.builder().bucket(BUCKET).start();
  private final ChaosFaults faults = new ChaosFaults(server, FAULTS, SEED);

  @AfterEach
  void close() {
    server.close();
    broker.close();
  }

  @Test
  void landsEveryRecordInOneObjectThoughEverythingFails(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    System.out.printf("seed %d, protocol %s%n", SEED, PROTOCOL);
    RunnerSettings settings = settings(folder);
    LandedLake lake = new LandedLake(new GcsObjects(server, BUCKET, "raw/"), settings);
    broker.createTopic(TOPIC, ChaosProducer.PARTITIONS, Map.of("retention.ms", "-1"));
    server.forbid("storage.objects.delete");
    server.forbid("storage.objects.update");
    faults.arm();

    ChaosProducer.Account written = disturb(lake, folder);
    int underChaos = Claims.of(lake).claims().size();
    catchUp(settings, folder);

    print(lake, underChaos);
    assertThat(underChaos).as("claims under chaos").isPositive();
    isWhatWasWritten(lake, written);
    assertThat(streamed()).as("objects that were uploaded in sessions").isPositive();
    addsNothingWhenItRunsAgain(settings, folder);
  }

  private ChaosProducer.Account disturb(LandedLake lake, Path folder) throws Exception {
    Random random = new Random(SEED);
    try (ChaosProducer producer = new ChaosProducer(broker, TOPIC, random.nextLong());
        ChaosGroup group = new ChaosGroup(folder, lake)) {
      producer.start(RECORDS, 1_000 * RECORDS / ((long) DISTURBANCES * PAUSE_MILLIS));
      group.start();
      for (Disturbance next :
          Disturbance.schedule(random, DISTURBANCES, STALLS, PAUSE_MILLIS, ChaosGroup.MEMBERS)) {
        awaitTurn(group, next.pauseMillis());
        group.strike(next);
      }
      Eventually.holds(LIMIT, () -> isEverythingStruck(group), () -> "only " + faults.struck());
      ChaosProducer.Account written = producer.finish();
      faults.disarm();
      Eventually.holds(LIMIT, () -> isWhole(group), () -> "the group does not settle");
      assertThat(group.terminate()).allMatch(outcome -> outcome.exit() == DRAINED);
      print(group, written);
      return written;
    }
  }

  /** Lets some time pass, and something come about meanwhile. */
  private void awaitTurn(ChaosGroup group, int pauseMillis) throws Exception {
    int before = server.objectNames(BUCKET).size();
    long next = System.nanoTime() + Duration.ofMillis(pauseMillis).toNanos();
    Eventually.holds(
        LIMIT,
        () -> {
          group.tick();
          return System.nanoTime() - next > 0 && server.objectNames(BUCKET).size() > before;
        },
        () -> "no object more than " + before);
  }

  /** A chaos that strikes nothing proves nothing. */
  private boolean isEverythingStruck(ChaosGroup group) throws Exception {
    group.tick();
    return !faults.struck().containsValue(0L);
  }

  private boolean isWhole(ChaosGroup group) throws Exception {
    group.tick();
    return !group.hasStalled() && GroupRoster.isSettled(broker, group.name(), group.clientIds());
  }

  private static void catchUp(RunnerSettings settings, Path folder)
      throws IOException, InterruptedException {
    try (RunnerProcess runner =
        RunnerProcess.start(folder, settings.commandLine("run", "--until-caught-up"))) {
      Outcome outcome = runner.outcome(LIMIT);
      assertThat(outcome.exit()).as(outcome::toString).isZero();
    }
  }

  private void isWhatWasWritten(LandedLake lake, ChaosProducer.Account written) throws IOException {
    TopicSnapshot snapshot = TopicSnapshot.read(broker.clientConfig(), TOPIC);
    assertThat(snapshot.records()).isEqualTo(written.committed());
    DeadLetterTopic letters =
        DeadLetterTopic.read(
            broker.clientConfig(), "streamlake.chaos.dlq", lake.settings().group());
    assertThat(letters.places()).isEqualTo(written.poison());
    letters.areCopiesOf(snapshot);
    assertThat(Claims.of(lake).deadLetters()).isEqualTo(written.poison());
    lake.isExactly(snapshot.without(written.poison()));
    lake.isVerified();
  }

  private void addsNothingWhenItRunsAgain(RunnerSettings settings, Path folder)
      throws IOException, InterruptedException {
    List<String> before = server.objectNames(BUCKET);

    catchUp(settings, folder);

    assertThat(server.objectNames(BUCKET)).isEqualTo(before);
  }

  private void print(ChaosGroup group, ChaosProducer.Account written) throws IOException {
    System.out.printf(
        "%d records, %d aborted, %d poisonous; %d kills, %d stalls, %d of them at work;"
            + " %d claims completed by others, %d adopted%n",
        written.committed(),
        written.aborted(),
        written.poison().size(),
        group.kills(),
        group.stalls(),
        group.struckAtWork(),
        group.count("is completed first"),
        group.count("adopting its claim"));
    System.out.printf("%d requests, struck %s%n", server.requests().size(), faults.struck());
  }

  private void print(LandedLake lake, int underChaos) throws IOException {
    System.out.printf(
        "%d objects, %d of them streamed, in %d segments, %d of them claimed under chaos%n",
        lake.objects().names("chaos/data/").size(),
        streamed(),
        Claims.of(lake).claims().size(),
        underChaos);
  }

  private long streamed() {
    return server.objectNames(BUCKET).stream()
        .filter(name -> server.object(BUCKET, name).size() >= STREAMED_BYTES)
        .count();
  }

  private RunnerSettings settings(Path folder) {
    SoakSettings.Protocol protocol =
        SoakSettings.Protocol.valueOf(PROTOCOL.toUpperCase(Locale.ROOT));
    RunnerSettings settings =
        RunnerSettings.of(broker, "chaos", TOPIC)
            .stagedIn(folder)
            .with("raw-zone.location", "gs://" + BUCKET + "/raw")
            .with("raw-zone.gcs.endpoint", server.uri())
            .with("raw-zone.gcs.credentials", "none")
            .with("raw-zone.roll.records", Long.toString(Math.max(250, RECORDS / 1_000)))
            // documents fill a segment sooner, with an object that is uploaded in a session
            .with("raw-zone.roll.bytes", "9MiB")
            .with("raw-zone.roll.age", "10s");
    for (Map.Entry<String, String> each : protocol.config().entrySet()) {
      settings = settings.with("consumer." + each.getKey(), each.getValue());
    }
    return settings;
  }
}
