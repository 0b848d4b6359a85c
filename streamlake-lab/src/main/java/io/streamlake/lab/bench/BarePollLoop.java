package io.streamlake.lab.bench;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Kafka's consumer and nothing else: what no consumer can beat. It looks at every record, and
 * commits what it has read as often as our loop does, but it takes no part in a group.
 */
final class BarePollLoop implements Subject {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "bare-loop";
  }

  @Override
  public long readAll(Workload workload) {
    long records = 0;
    long bytes = 0;
    long committedAt = System.nanoTime();
    try (KafkaConsumer<byte[], byte[]> consumer = workload.openConsumer()) {
      while (records < workload.records()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          records++;
          bytes += record.serializedValueSize();
        }
        if (System.nanoTime() - committedAt >= COMMIT_INTERVAL.toNanos()) {
          committedAt = System.nanoTime();
          consumer.commitAsync();
        }
      }
      consumer.commitSync();
    }
    if (bytes == 0) {
      throw new IllegalStateException(
          workload.topic() + " holds only empty values: prepare it anew");
    }
    return records;
  }
}
