package io.streamlake.gcs.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.gcs.writer.LargestFirst.Candidate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.ToLongFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class LargestFirstTest {

  @Provide
  Arbitrary<List<Candidate<Integer>>> open() {
    Arbitrary<OpenShare> shares =
        Combinators.combine(
                Arbitraries.longs().between(0, 50),
                Arbitraries.longs().between(0, 50),
                Arbitraries.integers().between(0, 5),
                Arbitraries.of(true, true, false))
            .as(
                (bytes, records, files, canRoll) ->
                    new OpenShare(0, bytes, records, files, canRoll));
    return shares
        .list()
        .ofMaxSize(20)
        .map(
            list -> {
              List<Candidate<Integer>> open = new ArrayList<>();
              list.forEach(share -> open.add(new Candidate<>(open.size(), share)));
              return open;
            });
  }

  @Provide
  Arbitrary<ToLongFunction<OpenShare>> gain() {
    return Arbitraries.of(OpenShare::bytes, OpenShare::files);
  }

  @Property
  void givesBackEnoughWhereThatIsPossible(
      @ForAll("open") List<Candidate<Integer>> open,
      @ForAll("gain") ToLongFunction<OpenShare> gain,
      @ForAll @LongRange(min = -10, max = 300) long wanted) {
    long all = open.stream().filter(each -> each.share().canRoll()).mapToLong(of(gain)).sum();

    long given = sum(open, LargestFirst.choose(open, wanted, gain), gain);

    assertThat(given).isGreaterThanOrEqualTo(Math.min(all, wanted));
  }

  @Property
  void rollsNoMoreThanIsNeeded(
      @ForAll("open") List<Candidate<Integer>> open,
      @ForAll("gain") ToLongFunction<OpenShare> gain,
      @ForAll @LongRange(min = -10, max = 300) long wanted) {
    List<Integer> chosen = LargestFirst.choose(open, wanted, gain);

    assertThat(new HashSet<>(chosen)).hasSameSizeAs(chosen);
    if (!chosen.isEmpty()) {
      assertThat(sum(open, chosen.subList(0, chosen.size() - 1), gain)).isLessThan(wanted);
    }
  }

  @Property
  void takesTheLargestFirst(
      @ForAll("open") List<Candidate<Integer>> open,
      @ForAll("gain") ToLongFunction<OpenShare> gain,
      @ForAll @LongRange(min = -10, max = 300) long wanted) {
    List<Integer> chosen = LargestFirst.choose(open, wanted, gain);

    for (int i = 1; i < chosen.size(); i++) {
      assertThat(bytes(open, chosen.get(i))).isLessThanOrEqualTo(bytes(open, chosen.get(i - 1)));
    }
    if (!chosen.isEmpty()) {
      long smallest = bytes(open, chosen.get(chosen.size() - 1));
      assertThat(open)
          .filteredOn(each -> each.share().canRoll() && gain.applyAsLong(each.share()) > 0)
          .filteredOn(each -> !chosen.contains(each.id()))
          .allMatch(each -> each.share().bytes() <= smallest);
    }
  }

  @Property
  void neverRollsWhatRepairsAClaimOrHasNothingToGive(
      @ForAll("open") List<Candidate<Integer>> open,
      @ForAll("gain") ToLongFunction<OpenShare> gain,
      @ForAll @LongRange(min = 1, max = 300) long wanted) {
    assertThat(LargestFirst.choose(open, wanted, gain))
        .map(id -> open.get(id).share())
        .allMatch(OpenShare::canRoll)
        .allMatch(share -> gain.applyAsLong(share) > 0);
  }

  @Example
  void tellsByRecordsWhatTheCodecsStillHold() {
    List<Candidate<String>> open =
        List.of(
            new Candidate<>("few", new OpenShare(0, 0, 3, 1, true)),
            new Candidate<>("many", new OpenShare(0, 0, 4, 1, true)));

    assertThat(LargestFirst.choose(open, 1, OpenShare::files)).containsExactly("many");
  }

  private static ToLongFunction<Candidate<Integer>> of(ToLongFunction<OpenShare> gain) {
    return each -> gain.applyAsLong(each.share());
  }

  private static long bytes(List<Candidate<Integer>> open, int id) {
    return open.get(id).share().bytes();
  }

  private static long sum(
      List<Candidate<Integer>> open, List<Integer> ids, ToLongFunction<OpenShare> gain) {
    return ids.stream().mapToLong(id -> gain.applyAsLong(open.get(id).share())).sum();
  }
}
