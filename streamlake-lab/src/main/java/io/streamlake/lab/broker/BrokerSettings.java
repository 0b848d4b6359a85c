package io.streamlake.lab.broker;

import static java.util.Objects.requireNonNull;

import io.streamlake.core.StreamLakeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a {@link LocalBroker} runs. A value, safe to share between threads.
 *
 * @param directory where the broker keeps its storage, {@code server.properties} and {@code
 *     broker.log}
 * @param disposable whether closing the broker deletes the directory
 * @param heapMebibytes the largest heap of the broker's process, at least 128
 * @param properties broker properties that beat the defaults of {@link LocalBroker}
 */
public record BrokerSettings(
    Path directory, boolean disposable, int heapMebibytes, Map<String, String> properties) {

  private static final int DEFAULT_HEAP = 384;

  /** Copies and checks. */
  public BrokerSettings {
    requireNonNull(directory, "directory");
    properties = Map.copyOf(properties);
    if (heapMebibytes < 128) {
      throw new IllegalArgumentException(
          "heapMebibytes must be at least 128, but is " + heapMebibytes);
    }
  }

  /**
   * A broker whose storage outlives it: start another one on the same directory to find the data
   * again.
   *
   * @param directory created where it does not exist
   * @return the settings, with a heap of 384 MiB
   */
  public static BrokerSettings in(Path directory) {
    return new BrokerSettings(directory, false, DEFAULT_HEAP, Map.of());
  }

  /**
   * A broker in a new temporary directory that is deleted when the broker is closed.
   *
   * @return the settings, with a heap of 384 MiB
   * @throws StreamLakeException when the directory cannot be created
   */
  public static BrokerSettings temporary() {
    try {
      Path directory = Files.createTempDirectory("streamlake-broker-");
      return new BrokerSettings(directory, true, DEFAULT_HEAP, Map.of());
    } catch (IOException e) {
      throw new StreamLakeException(
          "No temporary directory for the broker could be created in "
              + System.getProperty("java.io.tmpdir")
              + ": make it writable, or set java.io.tmpdir",
          e);
    }
  }

  /**
   * The same settings with one more broker property.
   *
   * @param key as in Kafka's broker configuration
   * @param value its value
   * @return new settings
   */
  public BrokerSettings with(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(properties);
    more.put(key, value);
    return new BrokerSettings(directory, disposable, heapMebibytes, more);
  }

  /**
   * The same settings with another heap.
   *
   * @param mebibytes the largest heap, at least 128
   * @return new settings
   */
  public BrokerSettings withHeap(int mebibytes) {
    return new BrokerSettings(directory, disposable, mebibytes, properties);
  }
}
