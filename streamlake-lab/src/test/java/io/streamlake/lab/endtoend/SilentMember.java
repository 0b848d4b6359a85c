package io.streamlake.lab.endtoend;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A member of a classic group that has joined and then does not poll: it stays alive by its
 * heartbeats and makes a rebalance wait until it polls again. Its consumer belongs to a thread of
 * its own from then on.
 */
final class SilentMember implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(50);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread = new Thread(this::poll, "silent-member");
  private volatile boolean isClosed;

  private SilentMember(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  /** Joins and waits until it has partitions. */
  static SilentMember join(Map<String, Object> config, String topic) throws Exception {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    Map<String, Object> own = new HashMap<>(config);
    own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    own.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(own, bytes, bytes);
    consumer.subscribe(List.of(topic));
    Eventually.holds(
        RealLoops.LIMIT,
        () -> {
          consumer.poll(POLL);
          return !consumer.assignment().isEmpty();
        },
        () -> "the member has no partitions");
    return new SilentMember(consumer);
  }

  void pollAgain() {
    thread.start();
  }

  private void poll() {
    while (!isClosed) {
      consumer.poll(POLL);
    }
  }

  @Override
  public void close() throws InterruptedException {
    isClosed = true;
    thread.join();
    consumer.close();
  }
}
