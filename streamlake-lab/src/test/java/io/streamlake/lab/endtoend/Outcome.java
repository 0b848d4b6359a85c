package io.streamlake.lab.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlake.runner.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * How a command of the runner ended.
 *
 * @param exit its exit code
 * @param out its results
 * @param err its messages; of a process, its log as well
 */
record Outcome(int exit, String out, String err) {

  /** Runs a command in this JVM, with an empty environment. */
  static Outcome of(List<String> commandLine) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            commandLine.toArray(String[]::new),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Map.of());
    return new Outcome(exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Its messages, line by line. */
  List<String> messages() {
    return err.lines().toList();
  }
}
