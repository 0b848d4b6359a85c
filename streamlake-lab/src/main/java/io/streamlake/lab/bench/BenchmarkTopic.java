package io.streamlake.lab.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlake.lab.broker.LocalBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The topic that all subjects read: keyed JSON orders of one size, one a millisecond, evenly over
 * the partitions, from producers with small, middle and large batches.
 *
 * @param partitions how many partitions
 * @param records how many records
 * @param size the bytes of key and value together, at least 147
 */
record BenchmarkTopic(int partitions, long records, int size) {

  private static final String NAME = "benchmark";
  private static final int KEY_SIZE = 7;
  private static final int TURN = 10_000;
  private static final List<Batching> BATCHINGS =
      List.of(new Batching(1, 16), new Batching(10, 128), new Batching(50, 512));

  BenchmarkTopic {
    if (partitions < 1 || records < 1 || size < OrderValues.SMALLEST + KEY_SIZE) {
      throw new IllegalArgumentException(
          "A benchmark needs 1 partition, 1 record and "
              + (OrderValues.SMALLEST + KEY_SIZE)
              + " bytes a record at least, not "
              + List.of(partitions, records, size));
    }
  }

  /** A producer's batches: how long they wait, and how large they get. */
  private record Batching(int lingerMilliseconds, int kibibytes) {}

  /** Creates and fills the topic, and says what to read. */
  Workload prepare(LocalBroker broker, Path scratch) {
    broker.createTopic(NAME, partitions, Map.of("retention.ms", "-1"));
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
    try {
      BATCHINGS.forEach(batching -> producers.add(producer(broker, batching)));
      fill(producers, failure);
    } finally {
      producers.forEach(KafkaProducer::close);
    }
    Exception found = failure.get();
    if (found != null) {
      throw new IllegalStateException("The benchmark's topic could not be filled: " + found, found);
    }
    return new Workload(broker.bootstrapServers(), NAME, partitions, records, scratch);
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void fill(
      List<KafkaProducer<byte[], byte[]>> producers, AtomicReference<@Nullable Exception> failure) {
    OrderValues values = new OrderValues(1, size - KEY_SIZE);
    long start =
        Instant.now().minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.HOURS).toEpochMilli();
    for (long index = 0; index < records; index++) {
      KafkaProducer<byte[], byte[]> producer =
          producers.get((int) (index / TURN % producers.size()));
      byte[] key = ("C-" + (10_000 + index * 31 % 90_000)).getBytes(UTF_8);
      int partition = (int) (index % partitions);
      producer.send(
          new ProducerRecord<>(NAME, partition, start + index, key, values.next()),
          (metadata, exception) -> failure.compareAndSet(null, exception));
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(LocalBroker broker, Batching batching) {
    Map<String, Object> config = new HashMap<>(broker.clientConfig());
    config.put(ProducerConfig.LINGER_MS_CONFIG, batching.lingerMilliseconds());
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, batching.kibibytes() << 10);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new KafkaProducer<>(config, bytes, bytes);
  }
}
