package io.streamlake.testkit;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a consumer's configuration says about what can be seen without a broker; the rest of it is
 * the real client's business.
 */
record ConsumerSettings(
    int maxPollRecords,
    boolean isReadCommitted,
    Reset reset,
    Protocol protocol,
    Duration apiTimeout) {

  /** Where to start without a position: {@code auto.offset.reset}. */
  enum Reset {
    NONE,
    EARLIEST,
    LATEST
  }

  /** How partitions change hands. */
  enum Protocol {
    EAGER,
    COOPERATIVE,
    /** KIP-848. */
    CONSUMER
  }

  /** Reads a configuration as it would be handed to the real client, with the client's defaults. */
  static ConsumerSettings of(Map<String, Object> config) {
    if (Boolean.parseBoolean(text(config, "enable.auto.commit", "false"))) {
      throw new IllegalArgumentException(
          "enable.auto.commit=true: the log consumer commits by hand only; switch it off");
    }
    return new ConsumerSettings(
        Integer.parseInt(text(config, "max.poll.records", "500")),
        text(config, "isolation.level", "read_uncommitted").equals("read_committed"),
        Reset.valueOf(text(config, "auto.offset.reset", "latest").toUpperCase(Locale.ROOT)),
        protocol(config),
        Duration.ofMillis(Long.parseLong(text(config, "default.api.timeout.ms", "60000"))));
  }

  private static Protocol protocol(Map<String, Object> config) {
    if (text(config, "group.protocol", "classic").equalsIgnoreCase("consumer")) {
      return Protocol.CONSUMER;
    }
    // The default is [RangeAssignor, CooperativeStickyAssignor]: eager, as any list with an eager
    // assignor in it.
    String assignors = text(config, "partition.assignment.strategy", "RangeAssignor");
    boolean isEager = assignors.contains("Range") || assignors.contains("RoundRobin");
    return !isEager && assignors.contains("Cooperative") ? Protocol.COOPERATIVE : Protocol.EAGER;
  }

  private static String text(Map<String, Object> config, String key, String fallback) {
    return Optional.ofNullable(config.get(key)).map(Object::toString).orElse(fallback);
  }
}
