package io.streamlake.lab.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The built jar as a process of its own, with an environment that is empty but for what a process
 * needs; killed when it is closed. For use by one thread.
 */
final class RunnerProcess implements AutoCloseable {

  private static final Path JAR =
      Path.of("..", "streamlake-runner", "target", "streamlake-runner.jar");

  private final Process process;
  private final Path out;
  private final Path err;

  private RunnerProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a command.
   *
   * @param folder where its output goes; a later process in the same folder goes on with it
   */
  static RunnerProcess start(Path folder, List<String> commandLine) throws IOException {
    return start(folder, commandLine, Map.of());
  }

  /** Starts a command with environment variables. */
  static RunnerProcess start(Path folder, List<String> commandLine, Map<String, String> environment)
      throws IOException {
    return start(folder, List.of(), commandLine, environment);
  }

  /** Starts a command in a JVM with options that beat those of all. */
  static RunnerProcess startIn(List<String> jvm, Path folder, List<String> commandLine)
      throws IOException {
    return start(folder, jvm, commandLine, Map.of());
  }

  private static RunnerProcess start(
      Path folder, List<String> jvm, List<String> commandLine, Map<String, String> environment)
      throws IOException {
    Path out = folder.resolve("runner.out");
    Path err = folder.resolve("runner.err");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC");
    builder.command().addAll(jvm);
    builder.command().addAll(List.of("-jar", jar().toString()));
    builder.command().addAll(commandLine);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder
        .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
        .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
    return new RunnerProcess(builder.start(), out, err);
  }

  private static Path jar() {
    Path jar = JAR.toAbsolutePath().normalize();
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          jar + " does not exist: build it with mvn -pl streamlake-runner -am package");
    }
    return jar;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The number of its process, which its claims tell. */
  long pid() {
    return process.pid();
  }

  /** Sends SIGSTOP: from now on it neither polls nor answers, and does not know. */
  void stall() throws IOException, InterruptedException {
    Signals.stall(process);
  }

  /** Sends SIGCONT: it goes on as if nothing had happened. */
  void wake() throws IOException, InterruptedException {
    Signals.wake(process);
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Waits until it has ended or the time is over, and answers whether it has. */
  boolean endsWithin(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits for its end and tells how it was. */
  Outcome outcome(Duration limit) throws IOException, InterruptedException {
    if (!endsWithin(limit)) {
      throw new AssertionError("the runner did not end within " + limit + ":\n" + messages());
    }
    return new Outcome(process.exitValue(), Files.readString(out), messages());
  }

  /** What it has written to its standard error so far. */
  String messages() throws IOException {
    return Files.readString(err);
  }

  /** Sends SIGKILL, unless it has ended, and waits for the end. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
