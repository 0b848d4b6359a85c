package io.streamlake.gcs.writer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Which segments to roll when something runs short: the largest ones, and no more of them than it
 * takes, so that as few small files are made as possible. Pure.
 */
final class LargestFirst {

  /** Bytes lag behind by what the codecs hold, records do not. */
  private static final Comparator<OpenShare> LARGEST =
      Comparator.comparingLong(OpenShare::bytes).thenComparingLong(OpenShare::records).reversed();

  private LargestFirst() {}

  /**
   * An open segment.
   *
   * @param id names it
   * @param share what it holds
   */
  record Candidate<T>(T id, OpenShare share) {}

  /**
   * Chooses.
   *
   * @param open all open segments
   * @param wanted how much to give back; nothing is chosen for zero or less
   * @param gain how much a segment gives back
   * @return which to roll, the largest first; all that can if that is not enough
   */
  static <T> List<T> choose(
      Collection<Candidate<T>> open, long wanted, ToLongFunction<OpenShare> gain) {
    if (wanted <= 0) {
      return List.of();
    }
    List<Candidate<T>> largest =
        open.stream()
            .filter(each -> each.share().canRoll() && gain.applyAsLong(each.share()) > 0)
            .sorted(Comparator.comparing(Candidate::share, LARGEST))
            .toList();
    List<T> chosen = new ArrayList<>();
    long given = 0;
    for (Candidate<T> each : largest) {
      if (given >= wanted) {
        break;
      }
      chosen.add(each.id());
      given += gain.applyAsLong(each.share());
    }
    return chosen;
  }
}
