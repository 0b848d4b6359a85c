package io.streamlake.lab.broker;

import io.streamlake.core.StreamLakeException;
import io.streamlake.lab.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker in KRaft mode, as a child process of this JVM: it can be stopped, killed and
 * restarted on the same port and data, and it ends when this JVM does. Topics are not created by
 * use. Not thread-safe: one thread owns it.
 *
 * <p>Storage, {@code server.properties} and {@code broker.log} are in the settings' directory.
 */
public final class LocalBroker implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int PROBE_MILLIS = 5_000;

  private final BrokerSettings settings;
  private final Ports ports;
  private final List<String> arguments;
  private @Nullable BrokerProcess process;

  private LocalBroker(BrokerSettings settings, Ports ports) {
    this.settings = settings;
    this.ports = ports;
    this.arguments =
        List.of(clusterId(settings), ServerProperties.write(settings, ports).toString());
  }

  /**
   * Starts a broker and waits until it answers.
   *
   * @param settings where and how it runs
   * @return the running broker
   * @throws StreamLakeException when it does not answer within 90 s, with the end of its log
   */
  public static LocalBroker start(BrokerSettings settings) {
    try {
      Files.createDirectories(settings.directory());
    } catch (IOException e) {
      throw new StreamLakeException(
          "The broker's directory could not be created: " + settings.directory(), e);
    }
    LocalBroker broker = new LocalBroker(settings, Ports.free());
    broker.launch();
    return broker;
  }

  /**
   * Starts a broker in a temporary directory and waits until it answers.
   *
   * @return the running broker
   * @throws StreamLakeException when it does not answer within 90 s, with the end of its log
   */
  public static LocalBroker start() {
    return start(BrokerSettings.temporary());
  }

  /**
   * Where clients connect; it stays the same over restarts.
   *
   * @return host and port
   */
  public String bootstrapServers() {
    return ports.bootstrapServers();
  }

  /**
   * What every client needs to connect.
   *
   * @return a map with {@code bootstrap.servers} alone
   */
  public Map<String, Object> clientConfig() {
    return Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
  }

  /**
   * Whether the broker's process runs.
   *
   * @return false between {@link #stop()} or {@link #kill()} and {@link #restart()}
   */
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /**
   * The number of the broker's process, for signals that this class does not send.
   *
   * @return the process id
   * @throws IllegalStateException when the broker does not run
   */
  public long pid() {
    if (process == null) {
      throw new IllegalStateException("The broker in " + settings.directory() + " does not run");
    }
    return process.pid();
  }

  /**
   * Creates a topic and waits until the broker serves it.
   *
   * @param name its name
   * @param partitions how many partitions it has
   * @param configs topic configs, as in Kafka's topic configuration
   * @throws StreamLakeException when the broker refuses
   */
  public void createTopic(String name, int partitions, Map<String, String> configs) {
    NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configs);
    try (Admin admin = Admin.create(clientConfig())) {
      new Topics(admin).create(topic);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamLakeException("Interrupted while topic " + name + " was created", e);
    }
  }

  /**
   * Adds partitions to a topic and waits until the broker serves them: produced to before that, an
   * idempotent producer may stay out of sequence until its delivery timeout.
   *
   * @param name the topic
   * @param partitions how many it has afterwards
   * @throws StreamLakeException when the broker refuses
   */
  public void addPartitions(String name, int partitions) {
    try (Admin admin = Admin.create(clientConfig())) {
      new Topics(admin).grow(name, partitions);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamLakeException("Interrupted while topic " + name + " grew", e);
    }
  }

  /** Stops the broker as an operator would (SIGTERM) and waits for its end; it keeps its data. */
  public void stop() {
    if (process != null) {
      process.terminate();
      process = null;
    }
  }

  /** Kills the broker (SIGKILL) and waits for its end; it keeps what had reached its files. */
  public void kill() {
    if (process != null) {
      process.kill();
      process = null;
    }
  }

  /**
   * Starts the broker again on the same port and data, stopping it first where it runs.
   *
   * @throws StreamLakeException when it does not answer within 90 s, with the end of its log
   */
  public void restart() {
    stop();
    launch();
  }

  /** Kills the broker, and deletes its directory where the settings call it disposable. */
  @Override
  public void close() {
    kill();
    if (settings.disposable()) {
      delete(settings.directory());
    }
  }

  private void launch() {
    BrokerProcess started = BrokerProcess.start(settings, arguments);
    process = started;
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers()) {
      if (!started.isAlive() || System.nanoTime() - deadline > 0) {
        String state =
            started.isAlive() ? "did not answer within " + START_LIMIT : "ended at start";
        String tail = started.logTail();
        kill();
        throw new StreamLakeException(
            "The broker in "
                + settings.directory()
                + " "
                + state
                + ". Its log ends with:\n"
                + tail);
      }
    }
  }

  private boolean answers() {
    if (!ports.accepts()) {
      LockSupport.parkNanos(PAUSE.toNanos());
      return false;
    }
    Map<String, Object> config =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PROBE_MILLIS,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PROBE_MILLIS);
    try (Admin admin = Admin.create(config)) {
      return !admin.describeCluster().nodes().get().isEmpty();
    } catch (ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new StreamLakeException("Interrupted while the broker started: it was killed", e);
    }
  }

  private static String clusterId(BrokerSettings settings) {
    Path file = settings.directory().resolve("cluster-id");
    try {
      if (!Files.exists(file)) {
        Files.writeString(file, Uuid.randomUuid().toString());
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new StreamLakeException(
          "The cluster's id could not be kept in " + file + ": make it writable", e);
    }
  }

  private static void delete(Path directory) {
    try {
      Folders.delete(directory);
    } catch (IOException e) {
      throw new StreamLakeException("The broker's directory could not be deleted: " + directory, e);
    }
  }
}
