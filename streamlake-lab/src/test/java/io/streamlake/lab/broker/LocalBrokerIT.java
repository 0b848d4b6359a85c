package io.streamlake.lab.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.core.StreamLakeException;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBrokerIT {

  private static final String TOPIC = "numbers";
  private static final int PARTITIONS = 60;

  private final Path directory;

  LocalBrokerIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void keepsItsRecordsAndItsPortWhenItIsKilledAndRestarted() throws Exception {
    BrokerSettings settings = BrokerSettings.in(directory);
    try (LocalBroker broker = LocalBroker.start(settings)) {
      String address = broker.bootstrapServers();
      broker.createTopic(TOPIC, 1, Map.of("retention.ms", "-1"));
      produce(broker, "one", "two");

      broker.kill();
      assertThat(broker.isRunning()).isFalse();
      broker.restart();

      assertThat(broker.bootstrapServers()).isEqualTo(address);
      produce(broker, "three");
      assertThat(consume(broker, 3)).containsExactly("one", "two", "three");
    }
  }

  @Test
  void takesRecordsForEveryPartitionAsSoonAsATopicIsCreated() throws Exception {
    Map<String, Object> config = new HashMap<>(); // what is refused once is not sent again
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(directory))) {
      config.putAll(broker.clientConfig());
      config.put("retries", 0);
      config.put("enable.idempotence", false);
      try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
        for (int topic = 0; topic < 5; topic++) {
          String name = TOPIC + topic;
          broker.createTopic(name, PARTITIONS, Map.of());

          List<Future<RecordMetadata>> sent =
              IntStream.range(0, PARTITIONS)
                  .mapToObj(
                      partition ->
                          producer.send(new ProducerRecord<>(name, partition, null, new byte[1])))
                  .toList();

          for (Future<RecordMetadata> answer : sent) {
            assertThat(answer.get().offset()).isZero();
          }
        }
      }
    }
  }

  @Test
  void servesTheSameDataToTheNextBrokerOnItsDirectory() throws Exception {
    try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(directory))) {
      broker.createTopic(TOPIC, 1, Map.of());
      produce(broker, "one");
      broker.stop();
    }
    try (LocalBroker broker = LocalBroker.start(BrokerSettings.in(directory))) {
      assertThat(consume(broker, 1)).containsExactly("one");
    }
    assertThat(Files.readString(directory.resolve("broker.log"))).contains("shut down");
  }

  @Test
  void tellsTheEndOfItsLogWhenItCannotStart() {
    BrokerSettings settings = BrokerSettings.in(directory).with("node.id", "nobody");

    assertThatThrownBy(() -> LocalBroker.start(settings))
        .isInstanceOf(StreamLakeException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("ended at start")
        .hasMessageContaining("Invalid value nobody for configuration broker.id");
  }

  @Test
  void deletesATemporaryDirectoryWhenItIsClosed() {
    BrokerSettings settings = BrokerSettings.temporary();

    LocalBroker.start(settings).close();

    assertThat(settings.directory()).doesNotExist();
  }

  @Test
  void endsWithTheProcessThatStartedItEvenWhenThatIsKilled() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(java, BrokerOwner.class.getName(), directory.toString());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process owner = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader output = owner.inputReader(StandardCharsets.UTF_8)) {
      ProcessHandle broker = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
      assertThat(broker.isAlive()).isTrue();

      owner.destroyForcibly();

      broker.onExit().get(30, TimeUnit.SECONDS);
      assertThat(broker.isAlive()).isFalse();
    }
  }

  private static void produce(LocalBroker broker, String... values) throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(broker.clientConfig(), bytes, bytes)) {
      for (String value : values) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(TOPIC, encoded)).get();
      }
    }
  }

  private static List<String> consume(LocalBroker broker, int count) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(new HashMap<>(broker.clientConfig()), bytes, bytes)) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      while (values.size() < count) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          values.add(new String(record.value(), StandardCharsets.UTF_8));
        }
      }
    }
    return values;
  }
}
