package io.streamlake.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.broker.LocalBroker;
import io.streamlake.lab.data.HardRecords;
import io.streamlake.lab.data.TopicSnapshot;
import io.streamlake.testkit.gcs.Fault;
import io.streamlake.testkit.gcs.GcsServer;
import io.streamlake.testkit.gcs.Operation;
import io.streamlake.testkit.gcs.RecordedRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} lands hard records in a bucket, through Google's own client. */
class GcsLandingIT {

  private static final long RECORDS = Long.getLong("streamlake.lab.landing.records", 200_000);
  private static final String TOPIC = "hard";
  private static final String MANY_FILES = "1200";
  private static final Set<Operation> CREATES = Set.of(Operation.INSERT, Operation.SESSION_START);
  private static final Set<Operation> ALLOWED =
      Set.of(
          Operation.INSERT,
          Operation.SESSION_START,
          Operation.UPLOAD,
          Operation.SESSION_STATUS,
          Operation.GET,
          Operation.MEDIA,
          Operation.LIST,
          Operation.TEST_PERMISSIONS);

  private final LocalBroker broker = LocalBroker.start();
  private final GcsServer server = GcsServer.builder().bucket("lake").start();

  @AfterEach
  void close() {
    server.close();
    broker.close();
  }

  @Test
  void landsEveryRecordOnceWithCreateGetAndListAloneThoughTheServiceFails(@TempDir Path folder)
      throws Exception {
    broker.createTopic(TOPIC, 12, HardRecords.topicConfigs());
    new HardRecords(1, RECORDS, 2_000).produce(broker.clientConfig(), TOPIC);
    // trap 43
    server.forbid("storage.objects.delete");
    server.forbid("storage.objects.update");
    addFaults();
    RunnerSettings settings = settings(folder);

    Outcome outcome = Outcome.of(settings.commandLine("run", "--until-caught-up"));

    assertThat(outcome.exit()).as(outcome::toString).isZero();
    assertThat(server.requests()).anyMatch(request -> !request.isAnswered());
    assertThat(server.requests()).anyMatch(request -> request.status() == 503);
    server.faults().clear();
    LandedLake lake = new LandedLake(new GcsObjects(server, "lake", "raw/"), settings);
    lake.isExactly(TopicSnapshot.read(broker.clientConfig(), TOPIC));
    lake.isVerified();
    assertOnlyCreatesGetsAndLists(server.requests());
    assertThat(server.objectNames("lake"))
        .allMatch(name -> server.object("lake", name).contentEncoding().isEmpty());
  }

  /** Traps 34 to 37: a create tells its precondition, and nothing is compressed on the way. */
  private static void assertOnlyCreatesGetsAndLists(List<RecordedRequest> requests) {
    assertThat(requests).allMatch(request -> ALLOWED.contains(request.operation()));
    assertThat(requests).noneMatch(request -> request.header("Content-Encoding").isPresent());
    assertThat(requests)
        .filteredOn(request -> CREATES.contains(request.operation()))
        .isNotEmpty()
        .allMatch(request -> request.parameter("ifGenerationMatch").equals(Optional.of("0")));
  }

  private void addFaults() {
    server
        .faults()
        .add(Fault.loseResponse().on(Operation.INSERT).named(GcsLandingIT::isClaim).after(5));
    server
        .faults()
        .add(
            Fault.loseResponse()
                .on(Operation.INSERT, Operation.UPLOAD)
                .named(GcsLandingIT::isData)
                .after(50));
    server
        .faults()
        .add(
            Fault.status(503)
                .on(Operation.INSERT, Operation.SESSION_START, Operation.UPLOAD, Operation.GET)
                .named(name -> isClaim(name) || isData(name))
                .withProbability(0.01, 1));
  }

  private static boolean isClaim(String name) {
    return name.contains("/_ledger/");
  }

  private static boolean isData(String name) {
    return name.contains("/data/");
  }

  private RunnerSettings settings(Path folder) {
    return RunnerSettings.of(broker, "bucket", TOPIC)
        .stagedIn(folder)
        .with("raw-zone.location", "gs://lake/raw")
        .with("raw-zone.gcs.endpoint", server.uri())
        .with("raw-zone.gcs.credentials", "none")
        .with("raw-zone.roll.records", "9000")
        .with("raw-zone.limits.open-files", MANY_FILES)
        .with("validate.value", "none");
  }
}
