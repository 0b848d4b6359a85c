package io.streamlake.runner.settings;

import io.streamlake.runner.settings.ConflictException.Conflict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Kafka's own clients are configured with. The values may be secret; {@link #toString} masks
 * them.
 *
 * @param common Kafka's names and values for every client
 * @param consumer Kafka's names and values for the consumer only, with its group.id
 */
public record KafkaClients(Map<String, String> common, Map<String, String> consumer) {
  private static final Map<String, String> FORBIDDEN =
      Map.of(
          "auto.commit.interval.ms",
              "offsets are committed only when records are safe; remove it (see streamlake.commit)",
          "auto.offset.reset",
              "it would skip or repeat records unnoticed; remove it (see streamlake.start-at and"
                  + " streamlake.on-lost-offsets)",
          "key.deserializer", "records are read as bytes so that none is lost; remove it",
          "value.deserializer", "records are read as bytes so that none is lost; remove it",
          "key.serializer", "dead letters are written as bytes; remove it",
          "value.serializer", "dead letters are written as bytes; remove it");
  private static final Set<String> GROUP_PROTOCOLS = Set.of("classic", "consumer");
  private static final String BROKERS = "bootstrap.servers";
  // what Kafka's clients take for an address
  private static final Pattern BROKER =
      Pattern.compile("([0-9a-zA-Z\\-%._]*://)?\\[?[0-9a-zA-Z\\-%._:]*]?:(\\d{1,5})");
  private static final int MAX_PORT = 65_535;

  /** Refuses everything that the guarantees rule out, and what Kafka's clients would refuse. */
  public KafkaClients {
    common = Map.copyOf(common);
    consumer = Map.copyOf(consumer);
    List<Conflict> conflicts = new ArrayList<>();
    common.forEach((name, value) -> check(Keys.KAFKA + name, name, value, conflicts));
    consumer.forEach((name, value) -> check(Keys.CONSUMER + name, name, value, conflicts));
    checkGroup(common, consumer, conflicts);
    if (!hasText(common, BROKERS)) {
      conflicts.add(
          new Conflict(Keys.BOOTSTRAP_SERVERS.name(), "must name at least one broker: host:port"));
    }
    conflicts.addAll(KafkaRules.conflicts(common, consumer));
    ConflictException.throwIfAny(conflicts);
  }

  /** The consumer group. */
  public String groupId() {
    return consumer.getOrDefault("group.id", "");
  }

  /** The configuration of the consumer: what is common, and the consumer's own over it. */
  public Map<String, String> consumerProperties() {
    Map<String, String> properties = new HashMap<>(common);
    properties.putAll(consumer);
    return Map.copyOf(properties);
  }

  /** Both maps with their secrets masked. */
  @Override
  public String toString() {
    return "KafkaClients[common="
        + Masking.shown(common)
        + ", consumer="
        + Masking.shown(consumer)
        + "]";
  }

  private static void check(String key, String name, String value, List<Conflict> conflicts) {
    if (name.equals("enable.auto.commit") && !value.trim().equalsIgnoreCase("false")) {
      conflicts.add(
          new Conflict(
              key,
              "auto-commit loses records: an offset is committed when its record is safe; "
                  + "remove it"));
    }
    if (name.equals("group.protocol") && !GROUP_PROTOCOLS.contains(value)) {
      conflicts.add(new Conflict(key, "must be one of classic, consumer"));
    }
    if (name.equals(BROKERS) && !areBrokers(value)) {
      conflicts.add(new Conflict(key, "must be host:port of each broker, separated by commas"));
    }
    if (FORBIDDEN.containsKey(name)) {
      conflicts.add(new Conflict(key, FORBIDDEN.getOrDefault(name, "")));
    }
  }

  private static boolean areBrokers(String servers) {
    return Arrays.stream(servers.split(",", -1))
        .map(String::trim)
        .filter(server -> !server.isEmpty())
        .map(BROKER::matcher)
        .allMatch(address -> address.matches() && Integer.parseInt(address.group(2)) <= MAX_PORT);
  }

  private static void checkGroup(
      Map<String, String> common, Map<String, String> consumer, List<Conflict> conflicts) {
    if (common.containsKey("group.id")) {
      conflicts.add(
          new Conflict(
              Keys.KAFKA + "group.id",
              "only the consumer has a group; move it to " + Keys.GROUP_ID.name()));
    }
    if (!hasText(consumer, "group.id")) {
      conflicts.add(
          new Conflict(Keys.GROUP_ID.name(), "must not be empty; remove it for the default"));
    }
  }

  private static boolean hasText(Map<String, String> properties, String name) {
    return !properties.getOrDefault(name, "").isBlank();
  }
}
