package io.streamlake.lab.broker;

import io.streamlake.core.StreamLakeException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The {@code server.properties} of a single node that is both broker and controller. */
final class ServerProperties {

  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("node.id", "1"),
          Map.entry("controller.listener.names", "CONTROLLER"),
          Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
          // a killed broker comes back only when the session of its former self has ended
          Map.entry("broker.session.timeout.ms", "9000"),
          Map.entry("broker.heartbeat.interval.ms", "500"),
          Map.entry("auto.create.topics.enable", "false"),
          Map.entry("offsets.topic.num.partitions", "4"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("transaction.state.log.num.partitions", "4"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("share.coordinator.state.topic.num.partitions", "4"),
          Map.entry("share.coordinator.state.topic.replication.factor", "1"),
          Map.entry("share.coordinator.state.topic.min.isr", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("log.cleaner.dedupe.buffer.size", "4000000"));

  private ServerProperties() {}

  /** Writes the file into the settings' directory and returns its path. */
  static Path write(BrokerSettings settings, Ports ports) {
    Path file = settings.directory().resolve("server.properties");
    Properties properties = new Properties();
    properties.putAll(DEFAULTS);
    properties.setProperty("controller.quorum.voters", "1@127.0.0.1:" + ports.controller());
    properties.setProperty(
        "listeners",
        "PLAINTEXT://"
            + ports.bootstrapServers()
            + ",CONTROLLER://127.0.0.1:"
            + ports.controller());
    properties.setProperty("log.dirs", settings.directory().resolve("storage").toString());
    properties.putAll(settings.properties());
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
      return file;
    } catch (IOException e) {
      throw new StreamLakeException(
          "The broker's settings could not be written to " + file + ": make it writable", e);
    }
  }
}
