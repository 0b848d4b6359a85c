package io.streamlake.runner;

import io.streamlake.runner.cli.CommandTree;
import io.streamlake.runner.cli.Jobs;
import io.streamlake.runner.job.LandingJob;
import io.streamlake.runner.job.VerifyLake;
import io.streamlake.runner.job.WhereInLake;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The executable's entry. */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the process with its exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(run(arguments, System.out, System.err, System.getenv()));
  }

  /**
   * Runs a command in this process.
   *
   * @param arguments the command line
   * @param out takes the command's results
   * @param err takes everything else
   * @param environment environment variables
   * @return the exit code, see {@link io.streamlake.runner.cli.ExitCode}
   */
  public static int run(
      String[] arguments, PrintStream out, PrintStream err, Map<String, String> environment) {
    CommandTree commands =
        new CommandTree(
            new Jobs(new LandingJob(), new VerifyLake(InstantSource.system()), new WhereInLake()),
            environment);
    return commands.execute(arguments, writer(out), writer(err));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
