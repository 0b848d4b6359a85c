package io.streamlake.lab.bench;

import java.util.List;
import java.util.Locale;

/** Prints results for people. */
final class ResultTable {

  private ResultTable() {}

  /** The results as a Markdown table. */
  static String of(List<Result> results) {
    StringBuilder table = new StringBuilder();
    table.append(row("subject", "records/s", "bare loop", "of bare", "rival", "of hand-written"));
    table.append(row("---", "---:", "---:", "---:", "---", "---:"));
    for (Result result : results) {
      Result.Rivals before = result.before();
      table.append(
          row(
              result.subject().subject(),
              speed(result.subject().recordsPerSecond()),
              speed(mean(before.bare(), result.after().bare())),
              percent(result.ofBare()),
              before.handWritten().subject(),
              percent(result.ofHandWritten())));
    }
    return table.toString();
  }

  private static double mean(Measurement first, Measurement second) {
    return (first.recordsPerSecond() + second.recordsPerSecond()) / 2;
  }

  private static String speed(double recordsPerSecond) {
    return String.format(Locale.ROOT, "%,.0f", recordsPerSecond);
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.0f %%", ratio * 100);
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, "| %-28s | %12s | %12s | %9s | %-20s | %15s |%n", cells);
  }
}
