package io.streamlake.runner.settings;

/**
 * Where a setting's value came from.
 *
 * @param text as people read it: {@code lake.yaml:12}, {@code environment variable X}, {@code
 *     --set}, {@code default}, {@code not set}
 */
public record Origin(String text) {
  /** The value is the catalogue's own. */
  public static final Origin DEFAULT = new Origin("default");

  /** There is no value. */
  public static final Origin NOT_SET = new Origin("not set");

  /** The value stands on the command line. */
  public static final Origin COMMAND_LINE = new Origin("--set");

  /** A line of a file; lines count from 1, and 0 stands for a line that is not known. */
  static Origin file(String file, int line) {
    return new Origin(line > 0 ? file + ":" + line : file);
  }

  /** An environment variable. */
  static Origin environment(String name) {
    return new Origin("environment variable " + name);
  }

  /** Whether a person chose the value. */
  public boolean isChosen() {
    return !equals(DEFAULT) && !equals(NOT_SET);
  }

  @Override
  public String toString() {
    return text;
  }
}
