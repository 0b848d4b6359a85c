package io.streamlake.lab.bench;

import java.util.List;
import java.util.Locale;

/** Prints results for people. */
final class ResultTable {

  private ResultTable() {}

  /** The results as a Markdown table. */
  static String of(List<Result> results) {
    StringBuilder table = new StringBuilder();
    table.append(
        row(
            "subject",
            "records/s",
            "bare loop",
            "of bare",
            "heap B/record",
            "above bare",
            "rival",
            "of hand-written"));
    table.append(row("---", "---:", "---:", "---:", "---:", "---:", "---", "---:"));
    for (Result result : results) {
      Result.Rivals before = result.before();
      table.append(
          row(
              result.subject().subject(),
              number(result.subject().recordsPerSecond()),
              number(mean(before.bare(), result.after().bare())),
              percent(result.ofBare()),
              number(result.subject().bytesPerRecord()),
              number(result.bytesAboveBare()),
              before.handWritten().subject(),
              percent(result.ofHandWritten())));
    }
    return table.toString();
  }

  private static double mean(Measurement first, Measurement second) {
    return (first.recordsPerSecond() + second.recordsPerSecond()) / 2;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.0f %%", ratio * 100);
  }

  private static String row(Object... cells) {
    return String.format(
        Locale.ROOT, "| %-28s | %12s | %12s | %9s | %13s | %10s | %-20s | %15s |%n", cells);
  }
}
