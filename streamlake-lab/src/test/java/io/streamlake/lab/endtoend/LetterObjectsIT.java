package io.streamlake.lab.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.format.JsonlReader;
import io.streamlake.lab.broker.LocalBroker;
import io.streamlake.lab.data.RecordPlace;
import io.streamlake.lab.data.TopicSnapshot;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Records that are not JSON, and one that is too large, end up as objects beside the data. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LetterObjectsIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String TOPIC = "orders";
  private static final int RECORDS = 200;
  private static final int LARGE_AT = 101;
  private static final long DATED = 1_700_000_000_000L;
  private static final byte[] POISON = {(byte) 0xff, 0, '{'};
  private static final byte[] LARGE = ('"' + "large".repeat(600_000) + '"').getBytes(UTF_8);

  private final LocalBroker broker = LocalBroker.start();
  private final Map<RecordPlace, ByteBuffer> broken = new HashMap<>();

  @BeforeAll
  void fillTopic() {
    broker.createTopic(TOPIC, 2, Map.of("max.message.bytes", "8000000"));
    Map<String, Object> config = new HashMap<>(broker.clientConfig());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8_000_000);
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
      for (int i = 0; i < RECORDS; i++) {
        byte[] value = value(i);
        int partition = i % 2;
        Future<?> unused =
            producer.send(new ProducerRecord<>(TOPIC, partition, DATED, null, value));
        if (i % 20 == 0 || i == LARGE_AT) {
          broken.put(new RecordPlace(TOPIC, partition, i / 2), ByteBuffer.wrap(value));
        }
      }
    }
  }

  private static byte[] value(int number) {
    if (number == LARGE_AT) {
      return LARGE;
    }
    return number % 20 == 0 ? POISON : Integer.toString(number).getBytes(UTF_8);
  }

  @AfterAll
  void closeBroker() {
    broker.close();
  }

  @Test
  void keepsEachRecordThatCannotBeLandedAsOneObjectBesideTheData(@TempDir Path folder)
      throws Exception {
    RunnerSettings settings =
        settings("objects", folder)
            .with("dead-letters.location", "file://" + RunnerSettings.lake(folder));

    land(settings, folder);

    Map<RecordPlace, ByteBuffer> kept = new HashMap<>();
    for (Path object : letters(folder, settings)) {
      ConsumerRecord<byte[], byte[]> letter = JsonlReader.decode(Files.readAllBytes(object));
      RecordPlace place = new RecordPlace(letter.topic(), letter.partition(), letter.offset());
      assertThat(kept.put(place, ByteBuffer.wrap(letter.value())))
          .as("another letter of " + place)
          .isNull();
      assertThat(letter.timestamp()).isEqualTo(DATED);
      assertThat(text(letter, "consumer_stage")).isEqualTo("validate");
      assertThat(text(letter, "consumer_group")).isEqualTo(settings.group());
    }
    assertThat(kept).isEqualTo(broken);
    assertThat(topics()).doesNotContain("streamlake.objects.dlq");
    isLanded(settings, folder);
    namesTheLetterOf(broken.keySet().iterator().next(), settings);
    addsNothingWhenItRunsAgain(settings, folder);
  }

  @Test
  void keepsWhatIsTooLargeForTheTopicBesideTheDataAndSaysSoInTheTopic(@TempDir Path folder)
      throws Exception {
    broker.createTopic("streamlake.checked.dlq", 1, Map.of("max.message.bytes", "100000"));
    RunnerSettings settings = settings("checked", folder).with("dead-letters.oversize", "raw-zone");

    land(settings, folder);

    Map<RecordPlace, ByteBuffer> kept = new HashMap<>();
    for (ConsumerRecord<byte @Nullable [], byte @Nullable []> letter :
        PlainReader.read(broker.clientConfig(), "streamlake.checked.dlq")) {
      kept.put(ReadLetter.of(letter).source(), ByteBuffer.wrap(wholeValue(letter)));
    }
    assertThat(kept).isEqualTo(broken);
    assertThat(letters(folder, settings)).hasSize(1);
    isLanded(settings, folder);
    addsNothingWhenItRunsAgain(settings, folder);
  }

  /** What the letter has, or the object that its claim check names. */
  private static byte[] wholeValue(ConsumerRecord<byte @Nullable [], byte @Nullable []> letter)
      throws IOException {
    byte[] value = letter.value();
    Header check = letter.headers().lastHeader("consumer_claim_check");
    if (value != null && check == null) {
      return value;
    }
    assertThat(value).isNull();
    assertThat(check).isNotNull();
    Path object = Path.of(URI.create(new String(check.value(), UTF_8)));
    return JsonlReader.decode(Files.readAllBytes(object)).value();
  }

  private void isLanded(RunnerSettings settings, Path folder) throws Exception {
    LandedLake lake = LandedLake.in(folder, settings);
    lake.isExactly(TopicSnapshot.read(broker.clientConfig(), TOPIC).without(broken.keySet()));
    lake.isVerified();
    assertThat(Claims.of(lake).deadLetters()).isEqualTo(broken.keySet());
    assertThat(GroupOffsets.of(broker, settings.group()))
        .isEqualTo(Map.of(0, RECORDS / 2L, 1, RECORDS / 2L));
  }

  private static void namesTheLetterOf(RecordPlace place, RunnerSettings settings) {
    String partition = Integer.toString(place.partition());
    String offset = Long.toString(place.offset());

    Outcome outcome = Outcome.of(settings.commandLine("where", TOPIC, partition, offset));

    assertThat(outcome.exit()).as(outcome::toString).isZero();
    assertThat(outcome.out()).contains("dead-lettered: file:///", "/_dead_letters/" + TOPIC);
  }

  /** Not even where the commits are gone, so that all is read again. */
  private void addsNothingWhenItRunsAgain(RunnerSettings settings, Path folder) throws Exception {
    Map<String, Long> before = LandedLake.files(RunnerSettings.lake(folder));
    try (Admin admin = Admin.create(broker.clientConfig())) {
      admin.deleteConsumerGroups(List.of(settings.group())).all().get();
    }

    land(settings, folder);

    assertThat(LandedLake.files(RunnerSettings.lake(folder))).isEqualTo(before).isNotEmpty();
  }

  private static List<Path> letters(Path folder, RunnerSettings settings) throws IOException {
    Path letters = RunnerSettings.lake(folder).resolve(settings.dataset()).resolve("_dead_letters");
    return LandedLake.files(letters).keySet().stream().map(letters::resolve).toList();
  }

  private Set<String> topics() throws Exception {
    try (Admin admin = Admin.create(broker.clientConfig())) {
      return new HashSet<>(admin.listTopics().names().get());
    }
  }

  private static String text(ConsumerRecord<byte[], byte[]> letter, String header) {
    return new String(letter.headers().lastHeader(header).value(), UTF_8);
  }

  private RunnerSettings settings(String dataset, Path folder) {
    return RunnerSettings.of(broker, dataset, TOPIC)
        .in(folder)
        .with("validate.max-record-bytes", "1MiB");
  }

  private static void land(RunnerSettings settings, Path folder)
      throws IOException, InterruptedException {
    try (RunnerProcess runner =
        RunnerProcess.start(folder, settings.commandLine("run", "--until-caught-up"))) {
      Outcome outcome = runner.outcome(LIMIT);
      assertThat(outcome.exit()).as(outcome::toString).isZero();
    }
  }
}
