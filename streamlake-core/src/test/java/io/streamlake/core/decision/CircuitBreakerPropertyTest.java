package io.streamlake.core.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class CircuitBreakerPropertyTest {

  @Property(tries = 500)
  void opensExactlyWhenTooManyOfTheLastRecordsAreDeadLetters(
      @ForAll @Size(min = 1, max = 60) List<Boolean> areDead,
      @ForAll @IntRange(min = 1, max = 20) int window,
      @ForAll @IntRange(min = 0, max = 99) int percent) {
    CircuitBreaker breaker = new CircuitBreaker(percent / 100.0, window);
    boolean isTooMany = false;
    for (int seen = 1; seen <= areDead.size() && !isTooMany; seen++) {
      note(breaker, areDead.get(seen - 1));
      List<Boolean> last = areDead.subList(Math.max(0, seen - window), seen);
      long dead = last.stream().filter(isDead -> isDead).count();
      isTooMany = areDead.get(seen - 1) && seen >= window && dead * 100 > (long) percent * window;

      assertThat(breaker.isOpen()).isEqualTo(isTooMany);
      assertThat(breaker.isClosed()).isNotEqualTo(isTooMany);
    }
  }

  @Property(tries = 200)
  void letsOneRecordDecideAfterEachPause(
      @ForAll @IntRange(min = 1, max = 20) int window,
      @ForAll @IntRange(min = 0, max = 10) int deadProbes) {
    CircuitBreaker breaker = open(window);
    for (int probe = 0; probe < deadProbes; probe++) {
      breaker.halfOpen();
      assertThat(breaker.isOpen()).isFalse();
      breaker.deadLettered();
      assertThat(breaker.isOpen()).isTrue();
    }

    breaker.halfOpen();
    breaker.handled();

    assertThat(breaker.isClosed()).isTrue();
  }

  @Property(tries = 200)
  void forgetsWhatItHasSeenWhenItCloses(@ForAll @IntRange(min = 3, max = 20) int window) {
    CircuitBreaker breaker = open(window);
    breaker.halfOpen();
    breaker.handled();

    for (int record = 2; record < window; record++) {
      breaker.deadLettered();
      assertThat(breaker.isClosed()).isTrue();
    }
    breaker.deadLettered();
    assertThat(breaker.isOpen()).isTrue();
  }

  @Example
  void countsADecimalShareAsItIsWritten() {
    CircuitBreaker breaker = new CircuitBreaker(0.29, 100);
    for (int record = 0; record < 100; record++) {
      note(breaker, record < 29);
    }
    assertThat(breaker.isClosed()).isTrue();
  }

  @Example
  void doesNotHalfOpenWhileItIsClosed() {
    CircuitBreaker breaker = new CircuitBreaker(0.5, 4);

    breaker.halfOpen();
    breaker.deadLettered();

    assertThat(breaker.isClosed()).isTrue();
  }

  @Example
  void refusesWhatCannotBeAndNamesIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CircuitBreaker(1, 10))
        .withMessageContaining("share");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CircuitBreaker(-0.1, 10))
        .withMessageContaining("share");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CircuitBreaker(Double.NaN, 10))
        .withMessageContaining("share");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CircuitBreaker(0.5, 0))
        .withMessageContaining("window");
  }

  private static CircuitBreaker open(int window) {
    CircuitBreaker breaker = new CircuitBreaker(0.5, window);
    for (int record = 0; record < window; record++) {
      breaker.deadLettered();
    }
    assertThat(breaker.isOpen()).isTrue();
    return breaker;
  }

  private static void note(CircuitBreaker breaker, boolean isDead) {
    if (isDead) {
      breaker.deadLettered();
    } else {
      breaker.handled();
    }
  }
}
