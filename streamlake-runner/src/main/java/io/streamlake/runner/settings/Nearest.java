package io.streamlake.runner.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that somebody most likely meant. */
final class Nearest {
  private Nearest() {}

  /**
   * The candidate most like a name.
   *
   * @param name what was written
   * @param candidates what could have been meant
   * @return the candidate that ends with the name; else the one with the fewest edits, if these are
   *     at most 3 or a quarter of the name; else the one that ends with all but the name's first
   *     part
   */
  static Optional<String> to(String name, Collection<String> candidates) {
    String[] parts = name.split("[._]", 2);
    return endingWith(name, candidates)
        .or(() -> fewestEdits(name, candidates))
        .or(() -> endingWith(parts[parts.length - 1], candidates));
  }

  private static Optional<String> endingWith(String end, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> candidate.endsWith("." + end) || candidate.endsWith("_" + end))
        .findFirst();
  }

  private static Optional<String> fewestEdits(String name, Collection<String> candidates) {
    int limit = Math.max(3, name.length() / 4);
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> edits(name, candidate)))
        .filter(candidate -> edits(name, candidate) <= limit);
  }

  /** Levenshtein's distance, computed row by row. */
  static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
