package io.streamlake.lab.broker;

import io.streamlake.core.StreamLakeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of the broker's process, from start to end; its output is appended to a log file. */
final class BrokerProcess {

  private static final int TAIL_BYTES = 6_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;

  private BrokerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts {@link BrokerMain} with this JVM's binary and class path.
   *
   * @param arguments what {@link BrokerMain} takes
   */
  static BrokerProcess start(BrokerSettings settings, List<String> arguments) {
    Path log = settings.directory().resolve("broker.log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + settings.heapMebibytes() + "m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dlogback.configurationFile=io/streamlake/lab/broker/broker-logback.xml",
            BrokerMain.class.getName());
    builder.command().addAll(arguments);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return new BrokerProcess(builder.start(), log);
    } catch (IOException e) {
      throw new StreamLakeException(
          "The broker's process could not be started: " + builder.command(), e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The process's number. */
  long pid() {
    return process.pid();
  }

  /** Asks it to end, and kills it where it does not within a minute. */
  void terminate() {
    // Process.destroy would close standard input too, which ends the child before it has flushed
    process.toHandle().destroy();
    if (!awaitEnd()) {
      kill();
    }
  }

  /** Ends it without giving it a chance to do anything, and waits for that. */
  void kill() {
    process.destroyForcibly();
    if (!awaitEnd()) {
      throw new StreamLakeException(
          "The broker's process " + pid() + " survived SIGKILL: end it by hand");
    }
  }

  /** The last lines of the log, as text for an error message. */
  String logTail() {
    try {
      byte[] all = Files.readAllBytes(log);
      int from = Math.max(0, all.length - TAIL_BYTES);
      return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  private boolean awaitEnd() {
    try {
      return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new StreamLakeException(
          "Interrupted while the broker's process " + pid() + " ended: it was killed", e);
    }
  }
}
