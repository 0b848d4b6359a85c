package io.streamlake.lab.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlake.lab.broker.LocalBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic of a thousand partitions whose records alternate between two hours, so that each segment
 * has two files open. For use by one thread.
 */
final class ManyPartitions implements AutoCloseable {

  static final String TOPIC = "many";
  static final int PARTITIONS = 1_000;

  private static final Instant FIRST_HOUR = Instant.parse("2026-11-23T16:30:00Z");
  private static final Duration ROUND = Duration.ofMillis(500);

  private final KafkaProducer<byte[], byte[]> producer;
  private int rounds;

  ManyPartitions(LocalBroker broker) {
    broker.createTopic(TOPIC, PARTITIONS, Map.of("retention.ms", "-1"));
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> config = new HashMap<>(broker.clientConfig());
    config.put(ProducerConfig.LINGER_MS_CONFIG, 50);
    // batches of a thousand partitions, each of a few records
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 4_096);
    this.producer = new KafkaProducer<>(config, bytes, bytes);
  }

  /** Writes one record to each partition in each round, and waits until all are acknowledged. */
  void produce(int count) {
    for (int i = 0; i < count; i++) {
      produceOne();
    }
    producer.flush();
  }

  /** Writes a round every half second. */
  void produceFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      long next = System.nanoTime() + ROUND.toNanos();
      produce(1);
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what is missing is missed when all is counted
  private void produceOne() {
    long timestamp = FIRST_HOUR.plus(Duration.ofHours(rounds % 2)).toEpochMilli() + rounds;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      byte[] value = ("{\"round\":" + rounds + ",\"partition\":" + partition + "}").getBytes(UTF_8);
      producer.send(new ProducerRecord<>(TOPIC, partition, timestamp, null, value));
    }
    rounds++;
  }

  /** How many records were written so far. */
  long records() {
    return (long) rounds * PARTITIONS;
  }

  @Override
  public void close() {
    producer.close();
  }
}
