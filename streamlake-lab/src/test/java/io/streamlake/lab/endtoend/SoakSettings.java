package io.streamlake.lab.endtoend;

import io.streamlake.lab.broker.BrokerSettings;
import io.streamlake.lab.broker.LocalBroker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.RangeAssignor;

/** What broker, members and producer of a soak agree on, and the limits that follow from it. */
final class SoakSettings {

  /** After that a silent member's partitions belong to others. */
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(3);

  static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);
  static final int RECORDS_A_SECOND = 400;
  static final int VALUE_BYTES = 100;
  static final long PARTITION_BYTES = 8 << 10;
  static final long TOTAL_BYTES = 16 << 10;

  private static final int RECORD_BYTES = VALUE_BYTES + 128;
  private static final int POLL_RECORDS = 50;

  private SoakSettings() {}

  static LocalBroker startBroker() {
    String session = Long.toString(SESSION_TIMEOUT.toMillis());
    return LocalBroker.start(
        BrokerSettings.temporary()
            .with("group.min.session.timeout.ms", "1000")
            .with("group.consumer.min.session.timeout.ms", "1000")
            .with("group.consumer.session.timeout.ms", session)
            .with("group.consumer.min.heartbeat.interval.ms", "100")
            .with("group.consumer.heartbeat.interval.ms", "500"));
  }

  /** Records of one partition that are fetched and not settled, at most: the limit and a poll. */
  static long inFlightLimit() {
    return PARTITION_BYTES / RECORD_BYTES + POLL_RECORDS;
  }

  /** A member's consumer. */
  static Map<String, String> consumer(LocalBroker broker, Protocol protocol, String group) {
    Map<String, String> config = new LinkedHashMap<>(protocol.config());
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(POLL_RECORDS));
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "30000");
    config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "1000");
    return config;
  }

  /** How members share partitions. */
  enum Protocol {
    COOPERATIVE,
    EAGER,
    /** KIP-848: the broker assigns, and knows the timeouts. */
    CONSUMER;

    Map<String, String> config() {
      if (this == CONSUMER) {
        return Map.of(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
      }
      Class<?> assignor = this == EAGER ? RangeAssignor.class : CooperativeStickyAssignor.class;
      return Map.of(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, assignor.getName(),
          ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Long.toString(SESSION_TIMEOUT.toMillis()),
          ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "500");
    }
  }
}
