package io.streamlake.runner.settings;

import io.streamlake.core.deadletter.KafkaDeadLetterSink;
import io.streamlake.core.loop.ConsumerConfigs;
import io.streamlake.runner.settings.ConflictException.Conflict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.common.metrics.MetricsReporter;

/**
 * What Kafka's own clients demand of their settings, asked before any of them is made. A few rules
 * they only know while they are made; these stand here as well.
 */
final class KafkaRules {

  private KafkaRules() {}

  /**
   * Finds what the clients would refuse.
   *
   * @param common Kafka's names and values for every client
   * @param consumer Kafka's names and values for the consumer only
   * @return everything, a key perhaps more than once
   */
  static List<Conflict> conflicts(Map<String, String> common, Map<String, String> consumer) {
    return Stream.of(ofConsumer(common, consumer), ofProducer(common), ofAdmin(common))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Conflict> ofConsumer(
      Map<String, String> common, Map<String, String> consumer) {
    Map<String, String> given = new HashMap<>(common);
    given.putAll(consumer);
    given.keySet().removeAll(ConsumerConfigs.problems(given).keySet());
    given.putIfAbsent(ConsumerConfig.GROUP_ID_CONFIG, "blamed already");
    ClientCheck check =
        new ClientCheck(
            given,
            name ->
                common.containsKey(name) && !consumer.containsKey(name)
                    ? Keys.KAFKA + name
                    : Keys.CONSUMER + name);
    Map<String, Object> config = ConsumerConfigs.complete(given);
    check.values(ConsumerConfig.configDef(), config);
    check.classes(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, ConsumerPartitionAssignor.class);
    check.classes(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, ConsumerInterceptor.class);
    check.classes(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, MetricsReporter.class);
    check
        .together(() -> new ConsumerConfig(config))
        .ifPresent(parsed -> heartbeats(parsed, given, check));
    return check.conflicts();
  }

  /** With the other protocol the broker decides on both. */
  private static void heartbeats(
      ConsumerConfig config, Map<String, String> given, ClientCheck check) {
    int interval = config.getInt(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
    int session = config.getInt(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
    boolean isClassic =
        GroupProtocol.CLASSIC
            .name()
            .equalsIgnoreCase(config.getString(ConsumerConfig.GROUP_PROTOCOL_CONFIG));
    if (!isClassic || interval < session) {
      return;
    }
    if (given.containsKey(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG)) {
      check.refuse(
          ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
          "must be lower than session.timeout.ms (" + session + ")");
      return;
    }
    check.refuse(
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        "must be higher than heartbeat.interval.ms (" + interval + ")");
  }

  private static List<Conflict> ofProducer(Map<String, String> common) {
    ClientCheck check = new ClientCheck(common, name -> Keys.KAFKA + name);
    Map<String, Object> config = KafkaDeadLetterSink.complete(common);
    check.values(ProducerConfig.configDef(), config);
    check.classes(ProducerConfig.PARTITIONER_CLASS_CONFIG, Partitioner.class);
    check.classes(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, ProducerInterceptor.class);
    check
        .together(() -> new ProducerConfig(config))
        .filter(parsed -> config.containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG))
        .ifPresent(parsed -> deliveries(parsed, common, check));
    return check.conflicts();
  }

  /** Only a time that is set is refused; Kafka raises its own default. */
  private static void deliveries(
      ProducerConfig config, Map<String, String> common, ClientCheck check) {
    int delivery = config.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
    int request = config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
    if (delivery >= config.getLong(ProducerConfig.LINGER_MS_CONFIG) + request) {
      return;
    }
    boolean isGiven = common.containsKey(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
    check.refuse(
        isGiven ? ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG : ProducerConfig.LINGER_MS_CONFIG,
        "linger.ms and request.timeout.ms together must not exceed delivery.timeout.ms ("
            + delivery
            + ")");
  }

  private static List<Conflict> ofAdmin(Map<String, String> common) {
    ClientCheck check = new ClientCheck(common, name -> Keys.KAFKA + name);
    Map<String, Object> config = new HashMap<>(common);
    check.values(AdminClientConfig.configDef(), config);
    check
        .together(() -> new AdminClientConfig(config))
        .filter(parsed -> common.containsKey(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG))
        .filter(parsed -> common.containsKey(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG))
        .filter(
            parsed ->
                parsed.getInt(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)
                    < parsed.getInt(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG))
        .ifPresent(
            parsed ->
                check.refuse(
                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    "must not be lower than request.timeout.ms"));
    return check.conflicts();
  }
}
