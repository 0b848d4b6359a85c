package io.streamlake.lab.bench;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Kafka's consumer and nothing else: what no consumer can beat. */
final class BarePollLoop implements Subject {

  private static final Duration POLL = Duration.ofMillis(500);

  @Override
  public String name() {
    return "bare-loop";
  }

  @Override
  public long readAll(Workload workload) {
    long records = 0;
    long bytes = 0;
    try (KafkaConsumer<byte[], byte[]> consumer = workload.openConsumer()) {
      while (records < workload.records()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          records++;
          bytes += record.serializedValueSize();
        }
      }
    }
    if (bytes == 0) {
      throw new IllegalStateException(
          workload.topic() + " holds only empty values: prepare it anew");
    }
    return records;
  }
}
