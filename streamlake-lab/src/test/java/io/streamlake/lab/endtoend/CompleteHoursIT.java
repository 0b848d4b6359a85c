package io.streamlake.lab.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.lab.broker.LocalBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hours are complete once nothing of a real log is left to be landed. */
class CompleteHoursIT {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration SEVERAL_LOOKS = Duration.ofSeconds(8);
  private static final String QUIET = "quiet";
  private static final String HELD = "held";
  private static final String LETTERS = "letters";
  private static final String LETTER_LIMIT = "max.message.bytes";

  private final long twoHoursAgo = Instant.now().minus(Duration.ofHours(2)).toEpochMilli();
  private final LocalBroker broker = LocalBroker.start();

  @AfterEach
  void closeBroker() {
    broker.close();
  }

  @Test
  void waitsForAPartitionThatIsHeldAndForNoTransactionMarkers(@TempDir Path folder)
      throws Exception {
    broker.createTopic(QUIET, 2, Map.of());
    broker.createTopic(HELD, 2, Map.of());
    broker.createTopic(LETTERS, 1, Map.of(LETTER_LIMIT, "100"));
    produce(QUIET, 0, "{}", true);
    produce(QUIET, 1, "{}", true);
    produce(HELD, 0, "{}", true);
    produce(HELD, 1, "not JSON", true);
    RunnerSettings settings = settings(folder);
    try (RunnerProcess runner = RunnerProcess.start(folder, settings.commandLine("run"))) {
      Eventually.holds(LIMIT, () -> objects(folder, "data") == 3, () -> messages(runner));
      produce(QUIET, 1, "{}", false);

      Eventually.holds(LIMIT, () -> isMarked(folder, QUIET), () -> messages(runner));
      assertThat(Eventually.isReached(SEVERAL_LOOKS, () -> isMarked(folder, HELD))).isFalse();

      takeLetters();
      Eventually.holds(LIMIT, () -> isMarked(folder, HELD), () -> messages(runner));
      runner.terminate();
      assertThat(runner.outcome(LIMIT).exit()).isZero();
    }
  }

  private RunnerSettings settings(Path folder) {
    return RunnerSettings.of(broker, "hours", QUIET + "," + HELD)
        .in(folder)
        .with("dead-letters.topic", LETTERS)
        .with("raw-zone.roll.age", "500ms")
        .with("raw-zone.complete.enabled", "true")
        .with("raw-zone.complete.lateness", "1s")
        .with("raw-zone.complete.idle-after", "2s");
  }

  /** One record in a transaction of its own, of two hours ago. */
  private void produce(String topic, int partition, String value, boolean isCommitted) {
    Map<String, Object> config = new HashMap<>(broker.clientConfig());
    config.put("transactional.id", "hours");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(topic, partition, twoHoursAgo, null, value.getBytes(UTF_8)));
      producer.flush();
      if (isCommitted) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
  }

  private void takeLetters() throws Exception {
    AlterConfigOp larger =
        new AlterConfigOp(new ConfigEntry(LETTER_LIMIT, "1000000"), AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(broker.clientConfig())) {
      admin
          .incrementalAlterConfigs(
              Map.of(new ConfigResource(ConfigResource.Type.TOPIC, LETTERS), List.of(larger)))
          .all()
          .get();
    }
  }

  private static boolean isMarked(Path folder, String topic) throws IOException {
    return objects(folder, "_complete/" + topic) > 0;
  }

  private static long objects(Path folder, String below) throws IOException {
    Path root = RunnerSettings.lake(folder).resolve("hours").resolve(below);
    if (!Files.isDirectory(root)) {
      return 0;
    }
    try (Stream<Path> found = Files.walk(root)) {
      return found.filter(Files::isRegularFile).count();
    }
  }

  private static String messages(RunnerProcess runner) {
    try {
      return runner.messages();
    } catch (IOException e) {
      return e.toString();
    }
  }
}
