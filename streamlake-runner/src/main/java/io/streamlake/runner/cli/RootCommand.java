package io.streamlake.runner.cli;

import picocli.CommandLine.Command;

/** The command line without a command: only help and version. */
@Command(
    name = "streamlake-runner",
    description = "Lands Kafka topics in the raw zone of a data lake and never loses a record.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done, or drained and committed after a signal",
      " 1:unexpected failure (a bug)",
      " 2:bad command line or settings; nothing was started",
      " 3:the surroundings need a person",
      " 4:the shutdown timeout passed",
      "10:verify: gap",
      "11:verify: overlap or duplicate",
      "12:verify: corrupt or missing object",
      "13:verify: a claim incomplete for longer than the grace",
      "14:where: the offset lies outside the chain"
    })
final class RootCommand {
  RootCommand() {}
}
