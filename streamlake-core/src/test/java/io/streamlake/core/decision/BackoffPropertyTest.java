package io.streamlake.core.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Positive;

final class BackoffPropertyTest {

  private static final Duration INITIAL = Duration.ofMillis(200);
  private static final Duration MAX = Duration.ofSeconds(30);
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  @Property(tries = 300)
  void isLongerThanZeroAndNeverLongerThanTheLongestWait(
      @ForAll @LongRange(min = 1, max = Long.MAX_VALUE / 2) long initial,
      @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 2) long more,
      @ForAll @Positive int attempts,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
    Duration max = Duration.ofNanos(initial + more);

    Duration wait = Backoff.after(Duration.ofNanos(initial), max, attempts, random);

    assertThat(wait).isPositive().isLessThanOrEqualTo(max);
  }

  @Property(tries = 300)
  void liesBetweenHalfOfTheFullWaitAndAllOfIt(
      @ForAll @IntRange(min = 1, max = 7) int attempts,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
    Duration full = INITIAL.multipliedBy(1L << (attempts - 1));

    Duration wait = Backoff.after(INITIAL, MAX, attempts, random);

    assertThat(wait).isBetween(full.dividedBy(2), full);
  }

  @Property(tries = 300)
  void growsWithTheAttemptsUpToTheJitter(
      @ForAll @LongRange(min = 1, max = 1L << 50) long initial,
      @ForAll @IntRange(min = 1, max = 1_000) int attempts,
      @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double random) {
    Duration first = Duration.ofNanos(initial);
    Duration max = Duration.ofDays(100_000);

    assertThat(Backoff.after(first, max, attempts + 1, random))
        .isGreaterThanOrEqualTo(Backoff.after(first, max, attempts, random));
  }

  @Property(tries = 300)
  void reachesTheLongestWaitInTheEnd(
      @ForAll @LongRange(min = 1, max = 1_000_000) long initial,
      @ForAll @IntRange(min = 64, max = Integer.MAX_VALUE) int attempts) {
    Duration wait = Backoff.after(Duration.ofNanos(initial), MAX, attempts, 0);

    assertThat(wait).isEqualTo(MAX.dividedBy(2));
  }

  @Example
  void waitsTheInitialBackoffFirst() {
    assertThat(Backoff.after(INITIAL, MAX, 1, 0)).isEqualTo(Duration.ofMillis(100));
    assertThat(Backoff.after(INITIAL, MAX, 2, 0)).isEqualTo(Duration.ofMillis(200));
  }

  @Example
  void takesALongestWaitThatNanosecondsCannotCount() {
    assertThat(Backoff.after(INITIAL, FOR_EVER, 2, 0)).isEqualTo(INITIAL);
    assertThat(Backoff.after(FOR_EVER, FOR_EVER, Integer.MAX_VALUE, 0.5)).isPositive();
  }

  @Example
  void refusesToCountBelowOneAttempt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backoff.after(INITIAL, MAX, 0, 0))
        .withMessageContaining("attempts");
  }
}
