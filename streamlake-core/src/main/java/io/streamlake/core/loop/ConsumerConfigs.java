package io.streamlake.core.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The consumer's configuration: what the guarantees need is forced, what would break them is
 * refused, and the rest has defaults that suit a loop.
 */
public final class ConsumerConfigs {

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
          30_000,
          ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
          300_000,
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          "read_committed",
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          5_000,
          ConsumerConfig.RECEIVE_BUFFER_CONFIG,
          1 << 20,
          // A broker is asked once at a time. While it waits for records of partitions that have
          // none, it is not asked for the others', which were being handed over just then.
          ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
          100,
          // of each broker one fetch is in hand and one on its way, whatever lanes buffer
          ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
          16 << 20,
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          false);

  private static final Map<String, Object> FORCED =
      Map.of(
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          false,
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "none",
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ByteArrayDeserializer.class.getName(),
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          ByteArrayDeserializer.class.getName());

  private static final Map<String, String> WHY =
      Map.of(
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          "auto-commit cannot be switched on: an offset is committed only when its record is safe",
          ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG,
          "there is no auto-commit: use the commit policy",
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "it must stay none, a reset would skip or repeat records unnoticed: use the start policy",
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          "the loop reads bytes: decode in the handler, so that a poison pill is a failed record",
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          "the loop reads bytes: decode in the handler, so that a poison pill is a failed record");

  private ConsumerConfigs() {}

  /**
   * Finds what a configuration must not say.
   *
   * @param config the consumer's configuration, by Kafka's names
   * @return for each refused key why; empty if nothing is wrong
   */
  public static Map<String, String> problems(Map<String, ?> config) {
    Map<String, String> problems = new HashMap<>();
    WHY.forEach(
        (key, why) -> {
          Object given = config.get(key);
          if (given != null && !isSame(FORCED.get(key), given)) {
            problems.put(key, why);
          }
        });
    Object group = config.get(ConsumerConfig.GROUP_ID_CONFIG);
    if (group == null || group.toString().isBlank()) {
      problems.put(ConsumerConfig.GROUP_ID_CONFIG, "it is required: offsets belong to a group");
    }
    return problems;
  }

  private static boolean isSame(@Nullable Object forced, Object given) {
    String name = given instanceof Class<?> type ? type.getName() : given.toString();
    return forced != null && forced.toString().equalsIgnoreCase(name.trim());
  }

  /**
   * Completes a configuration.
   *
   * @param config the consumer's configuration, by Kafka's names
   * @return what the loop's consumer is made with
   * @throws IllegalArgumentException if the configuration says what it must not, with every problem
   */
  public static Map<String, Object> complete(Map<String, ?> config) {
    Map<String, String> problems = problems(config);
    if (!problems.isEmpty()) {
      List<String> lines = new ArrayList<>();
      problems.forEach((key, why) -> lines.add(key + ": " + why));
      lines.sort(null);
      throw new IllegalArgumentException(String.join("; ", lines));
    }
    Map<String, Object> complete = new HashMap<>(DEFAULTS);
    complete.putAll(config);
    complete.putAll(FORCED);
    if (isClassic(complete)) {
      complete.putIfAbsent(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
      return complete;
    }
    // KIP-848: the broker decides on the session timeout and refuses a client's
    if (!config.containsKey(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG)) {
      complete.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
    }
    return complete;
  }

  /** A wait on the poll thread, cut so that the member is not evicted meanwhile. */
  static Duration withinPollInterval(Map<String, Object> config, Duration wait) {
    Duration half = maxPollInterval(config).dividedBy(2);
    return wait.compareTo(half) < 0 ? wait : half;
  }

  static Duration maxPollInterval(Map<String, Object> config) {
    Object interval = config.get(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
    return Duration.ofMillis(Long.parseLong(String.valueOf(interval).trim()));
  }

  private static boolean isClassic(Map<String, Object> config) {
    Object protocol = config.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
    return protocol == null || GroupProtocol.CLASSIC.name().equalsIgnoreCase(protocol.toString());
  }
}
