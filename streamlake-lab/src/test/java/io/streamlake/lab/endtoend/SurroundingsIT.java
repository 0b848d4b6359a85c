package io.streamlake.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.broker.LocalBroker;
import io.streamlake.testkit.gcs.GcsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whatever needs a person ends the run before anything is consumed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SurroundingsIT {

  private static final Duration LIMIT = Duration.ofSeconds(45);
  private static final String TOPIC = "orders";

  private final LocalBroker broker = LocalBroker.start();
  private final GcsServer server = GcsServer.builder().bucket("lake").start();
  private final Path folder;

  SurroundingsIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  void createTopic() {
    broker.createTopic(TOPIC, 2, Map.of());
  }

  @AfterAll
  void close() {
    server.close();
    broker.close();
  }

  @Test
  void namesATopicThatDoesNotExist() throws Exception {
    needsAPerson(settings("missing-topic").with("topics", "orders,nothing"), "nothing");
  }

  @Test
  void namesADirectoryThatCannotBeMade() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    needsAPerson(
        settings("below-a-file").with("raw-zone.location", "file://" + file + "/lake"),
        file.toString());
  }

  @Test
  void namesADirectoryThatCannotBeWritten() throws Exception {
    needsAPerson(
        settings("read-only").with("raw-zone.location", "file:///proc/lake"), "/proc/lake");
  }

  @Test
  void namesALocationOfDeadLettersThatCannotBeWritten() throws Exception {
    needsAPerson(
        settings("letters").with("dead-letters.location", "file:///proc/letters"),
        "the location of dead letters cannot be used: file:///proc/letters");
  }

  @Test
  void namesAStagingDirectoryThatCannotBeMade() throws Exception {
    Path file = Files.writeString(folder.resolve("staged"), "");
    needsAPerson(
        settings("staging").with("raw-zone.staging.directory", file.toString()), file.toString());
  }

  @Test
  void namesABrokerThatCannotBeReached() throws Exception {
    String address = "127.0.0.1:" + closedPort();
    needsAPerson(settings("no-broker").with("kafka.bootstrap.servers", address), address);
  }

  @Test
  void namesASessionThatTheBrokerRefuses() throws Exception {
    needsAPerson(
        settings("session")
            .with("consumer.session.timeout.ms", "5000")
            .with("consumer.heartbeat.interval.ms", "1000"),
        "session timeout");
  }

  @Test
  void namesABucketThatDoesNotExist() throws Exception {
    needsAPerson(bucket("no-bucket").with("raw-zone.location", "gs://elsewhere/raw"), "elsewhere");
  }

  @Test
  void namesAStorageServiceThatCannotBeReached() throws Exception {
    needsAPerson(
        bucket("no-service").with("raw-zone.gcs.endpoint", "http://127.0.0.1:" + closedPort()),
        "gs://lake/raw");
  }

  @Test
  void namesAPermissionThatIsMissing() throws Exception {
    server.forbid("storage.objects.create");
    try {
      needsAPerson(bucket("forbidden"), "storage.objects.create");
    } finally {
      server.allow("storage.objects.create");
    }
  }

  /** Trap 42: no credentials are not the same as credentials of nobody. */
  @Test
  void saysThatThereAreNoCredentials() throws Exception {
    RunnerSettings settings = bucket("nobody").with("raw-zone.gcs.credentials", "default");
    Map<String, String> environment = Map.of("HOME", folder.toString(), "NO_GCE_CHECK", "true");
    List<String> line = settings.commandLine("run", "--until-caught-up");
    try (RunnerProcess runner = RunnerProcess.start(folder, line, environment)) {
      Outcome outcome = runner.outcome(LIMIT);

      assertThat(outcome.exit()).as(outcome::toString).isEqualTo(3);
      assertThat(outcome.messages())
          .filteredOn(text -> text.startsWith("the raw zone cannot be used"))
          .singleElement()
          .asString()
          .contains("credentials");
      assertThat(outcome.err()).doesNotContain("\tat ");
      assertThat(GroupOffsets.of(broker, settings.group())).isEmpty();
    }
  }

  private void needsAPerson(RunnerSettings settings, String named) throws Exception {
    long start = System.nanoTime();

    Outcome outcome = Outcome.of(settings.commandLine("run", "--until-caught-up"));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
    assertThat(outcome.exit()).as(outcome::toString).isEqualTo(3);
    assertThat(outcome.messages()).singleElement().asString().contains(named);
    assertThat(outcome.out()).isEmpty();
    assertThat(GroupOffsets.of(broker, settings.group())).isEmpty();
  }

  private RunnerSettings settings(String dataset) {
    return RunnerSettings.of(broker, dataset, TOPIC).in(folder);
  }

  private RunnerSettings bucket(String dataset) {
    return settings(dataset)
        .with("raw-zone.location", "gs://lake/raw")
        .with("raw-zone.gcs.endpoint", server.uri())
        .with("raw-zone.gcs.credentials", "none");
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
