package io.streamlake.runner.cli;

import io.streamlake.runner.settings.InvalidSettingsException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The commands, and how their outcome becomes an exit code. */
public final class CommandTree {
  private final CommandLine commandLine;

  /**
   * Sets the commands up.
   *
   * @param jobs what they do
   * @param environment environment variables
   */
  public CommandTree(Jobs jobs, Map<String, String> environment) {
    commandLine = new CommandLine(new RootCommand());
    commandLine.addSubcommand(new RunCommand(jobs.run(), environment));
    commandLine.addSubcommand(new VerifyCommand(jobs.verify(), environment));
    commandLine.addSubcommand(new WhereCommand(jobs.where(), environment));
    commandLine.addSubcommand(new ConfigCommand(environment));
    addHelpAndVersion(commandLine);
    commandLine.getSubcommands().values().forEach(CommandTree::addHelpAndVersion);
    commandLine.setExpandAtFiles(false);
    commandLine.setParameterExceptionHandler(CommandTree::onBadCommandLine);
    commandLine.setExecutionExceptionHandler(CommandTree::onFailure);
  }

  /**
   * Runs a command line.
   *
   * @param arguments the words after the program's name
   * @param out takes the command's results
   * @param err takes everything else
   * @return the process's exit status, see {@link ExitCode}
   */
  public int execute(String[] arguments, PrintWriter out, PrintWriter err) {
    commandLine.setOut(out).setErr(err);
    try {
      return commandLine.execute(arguments);
    } catch (Error e) {
      // reported like any other bug; the caller ends the process whatever threads are left
      e.printStackTrace(err);
      return ExitCode.FAILED.code();
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static void addHelpAndVersion(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getCommandSpec().versionProvider(new Version());
  }

  private static int onBadCommandLine(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String message = message(e).replaceAll("\\s*\\R\\s*", " ");
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(message + " (see " + name + " --help)");
    return ExitCode.BAD_SETTINGS.code();
  }

  private static String message(ParameterException e) {
    Set<String> commands = e.getCommandLine().getSubcommands().keySet();
    if (!(e instanceof UnmatchedArgumentException unmatched) || unmatched.isUnknownOption()) {
      // the parser says so twice where an option is a map
      return String.valueOf(e.getMessage()).replace("option option", "option");
    }
    String argument = unmatched.getUnmatched().get(0);
    return commands.isEmpty()
        ? "Unexpected argument: '" + argument + "'"
        : "Unknown command: '" + argument + "'; there are " + String.join(", ", commands);
  }

  private static int onFailure(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (e instanceof InvalidSettingsException invalid) {
      invalid.problems().forEach(err::println);
      return ExitCode.BAD_SETTINGS.code();
    }
    if (e instanceof SurroundingsException) {
      err.println(e.getMessage());
      return ExitCode.BAD_SURROUNDINGS.code();
    }
    e.printStackTrace(err);
    return ExitCode.FAILED.code();
  }
}
