package io.streamlake.lab.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A {@link SoakMember}, to be killed and stalled. For use by one thread. */
final class MemberProcess implements AutoCloseable {

  private final Process process;
  private final Path journal;
  private final Path log;
  private boolean hasHandled;

  private MemberProcess(Process process, Path journal, Path log) {
    this.process = process;
    this.journal = journal;
    this.log = log;
  }

  /** Starts a member; its name must be new in the folder. */
  static MemberProcess start(Path folder, String name, List<String> arguments) throws IOException {
    Path journal = folder.resolve(name);
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            SoakMember.class.getName(),
            journal.toString());
    builder.command().addAll(arguments);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new MemberProcess(builder.start(), journal, log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it has handled a record. */
  boolean hasHandled() throws IOException {
    hasHandled =
        hasHandled
            || (Files.exists(journal)
                && MemberJournal.read(journal).stream()
                    .anyMatch(entry -> entry.kind() == MemberJournal.Kind.HANDLED));
    return hasHandled;
  }

  /** Sends SIGKILL, which a stalled process obeys too, and waits for the end. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Sends SIGSTOP: from now on it neither polls nor answers, and does not know. */
  void stall() throws IOException, InterruptedException {
    Signals.stall(process);
  }

  /** Sends SIGCONT: it goes on as if nothing had happened. */
  void wake() throws IOException, InterruptedException {
    Signals.wake(process);
  }

  String messages() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    kill();
  }
}
