package io.streamlake.lab.endtoend;

import io.streamlake.lab.broker.LocalBroker;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records to the partitions of a topic in turn, at a steady pace, on a thread of its own;
 * idempotent, so that every offset is one record. Safe for use from any thread.
 */
final class SoakProducer implements AutoCloseable {

  private static final long PAUSE_NANOS = 1_000_000_000L / SoakSettings.RECORDS_A_SECOND;

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final Thread thread = new Thread(this::run, "soak-producer");
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile int partitions;
  private volatile boolean isStopped;

  SoakProducer(LocalBroker broker, String topic, int partitions) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    Map<String, Object> config = new HashMap<>(broker.clientConfig());
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // longer than a broker may take to come back
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 300_000);
    this.producer = new KafkaProducer<>(config, bytes, bytes);
    this.topic = topic;
    this.partitions = partitions;
  }

  SoakProducer start() {
    thread.start();
    return this;
  }

  /** Writes to more partitions from now on, which the broker must serve already. */
  void writeTo(int count) {
    partitions = count;
  }

  /** Stops, waits until everything is acknowledged, and tells how many records that are. */
  long finish() throws Exception {
    isStopped = true;
    thread.join();
    producer.flush();
    Exception found = failure.get();
    if (found != null) {
      throw found;
    }
    return acknowledged.get();
  }

  private void run() {
    long due = System.nanoTime();
    for (long index = 0; !isStopped; index++) {
      int partition = (int) (index % partitions);
      producer.send(
          new ProducerRecord<>(topic, partition, null, new byte[SoakSettings.VALUE_BYTES]),
          (metadata, exception) -> acknowledged(exception));
      due += PAUSE_NANOS;
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  private void acknowledged(@Nullable Exception exception) {
    if (exception == null) {
      acknowledged.incrementAndGet();
      return;
    }
    failure.compareAndSet(null, exception);
  }

  @Override
  public void close() throws InterruptedException {
    isStopped = true;
    thread.join();
    producer.close();
  }
}
