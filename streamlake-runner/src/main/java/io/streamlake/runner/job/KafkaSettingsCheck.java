package io.streamlake.runner.job;

import io.streamlake.core.loop.ConsumerConfigs;
import io.streamlake.runner.settings.InvalidSettingsException;
import io.streamlake.runner.settings.Origin;
import io.streamlake.runner.settings.Problem;
import io.streamlake.runner.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Asks Kafka's own clients what they think of their settings, before any of them is made. */
final class KafkaSettingsCheck {

  private static final Origin KAFKA = new Origin("said by Kafka's client");

  private KafkaSettingsCheck() {}

  /**
   * Checks the settings of all clients.
   *
   * @throws InvalidSettingsException if a client refuses its own
   */
  static void run(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> common = settings.kafka().common();
    check(
        "streamlake.consumer",
        () -> new ConsumerConfig(ConsumerConfigs.complete(settings.kafka().consumerProperties())),
        problems);
    check("streamlake.kafka (dead letters)", () -> new ProducerConfig(producer(common)), problems);
    check(
        "streamlake.kafka",
        () -> new AdminClientConfig(new HashMap<String, Object>(common)),
        problems);
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
  }

  private static Map<String, Object> producer(Map<String, String> common) {
    Map<String, Object> config = new HashMap<>(common);
    String serializer = ByteArraySerializer.class.getName();
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, serializer);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, serializer);
    return config;
  }

  private static void check(String key, Runnable parse, List<Problem> problems) {
    try {
      parse.run();
    } catch (ConfigException e) {
      problems.add(new Problem(key, Optional.empty(), String.valueOf(e.getMessage()), KAFKA));
    }
  }
}
