package io.streamlake.testkit.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Laws of ranges and schedules. */
class RequestValuesPropertiesTest {

  @Property
  void selectedRangesLieWithinTheObject(
      @ForAll @IntRange(max = 50) int first,
      @ForAll @IntRange(max = 50) int last,
      @ForAll @IntRange(min = 1, max = 50) int size) {
    boolean isSatisfiable = first < size && first <= last;
    Optional<ByteRange> selected =
        isSatisfiable ? ByteRange.select("bytes=" + first + "-" + last, size) : Optional.empty();

    assertThat(selected.map(ByteRange::first)).isEqualTo(selected.map(range -> (long) first));
    assertThat(selected.map(ByteRange::end))
        .isEqualTo(selected.map(range -> Math.min(last + 1L, size)));
  }

  @Property
  void chanceStrikesAsOftenAsItSays(
      @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double probability) {
    Schedule schedule = new Schedule(0, Long.MAX_VALUE, probability, seed);
    Schedule.Progress progress = new Schedule.Progress(0, 0);
    int struck = 0;
    for (int attempt = 0; attempt < 2000; attempt++) {
      struck += schedule.strikes(progress, "GET lake x", attempt) ? 1 : 0;
    }

    assertThat(struck / 2000.0).isBetween(probability - 0.08, probability + 0.08);
  }

  @Property(tries = 50)
  void chaosStrikesUploadsAndReadsAsOftenAsItSays(
      @ForAll long seed, @ForAll @DoubleRange(min = 0, max = 1) double probability) {
    Faults faults = new Faults();
    faults.chaos(probability, seed);
    RequestHead head = RequestHead.of("GET", "/", Map.of());

    for (Operation operation : List.of(Operation.UPLOAD, Operation.GET)) {
      long struck =
          IntStream.range(0, 2000)
              .filter(
                  i ->
                      faults
                          .next(new Call(operation, "lake", "object-" + i % 50, head))
                          .isPresent())
              .count();
      assertThat(struck / 2000.0).isBetween(probability - 0.08, probability + 0.08);
    }
  }

  @Property
  void schedulesSkipThenStrikeSoOften(
      @ForAll @IntRange(max = 20) int skip, @ForAll @IntRange(max = 20) int times) {
    Schedule schedule = new Schedule(skip, times, 1, 0);
    boolean[] struck = new boolean[50];
    int strikes = 0;
    for (int i = 0; i < struck.length; i++) {
      struck[i] = schedule.strikes(new Schedule.Progress(i, strikes), "x", i);
      strikes += struck[i] ? 1 : 0;
    }

    boolean[] expected = new boolean[50];
    Arrays.fill(expected, skip, skip + times, true);
    assertThat(struck).isEqualTo(expected);
  }
}
