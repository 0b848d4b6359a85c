package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.FailureClassifier;
import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

final class FailureHandlingTest {

  private final FakeTime time = new FakeTime();
  private final FailureHandling failures =
      new FailureHandling(
          FailureClassifier.defaults(), RetryPolicy.defaults(), Optional.empty(), "group", time);

  @Test
  void writesALetterOfTheFailure() {
    IOException failure = new IOException("bad");

    DeadLetter letter = failures.letter(Logs.at(7), failure, 5);

    assertThat(letter.record().offset()).isEqualTo(7);
    assertThat(letter.error()).isSameAs(failure);
    assertThat(letter.stage()).isEqualTo("handle");
    assertThat(letter.attempts()).isEqualTo(5);
    assertThat(letter.failedAt()).isEqualTo(time.now());
    assertThat(letter.group()).isEqualTo("group");
  }

  @Test
  void spreadsRetriesByTheGivenChance() {
    FailureHandling shortest = spreadBy(() -> 0);
    FailureHandling longest = spreadBy(() -> 0.999_999);

    assertThat(shortest.backoff(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(longest.backoff(1)).isBetween(Duration.ofMillis(199), Duration.ofMillis(200));
  }

  private FailureHandling spreadBy(DoubleSupplier jitter) {
    return new FailureHandling(
        FailureClassifier.defaults(),
        RetryPolicy.defaults(),
        Optional.empty(),
        "group",
        time,
        jitter);
  }

  @Test
  void findsTheStageAmongTheCauses() {
    Exception failure =
        new RuntimeException(new InvalidRecordException("deserialize", "poison", null));

    assertThat(failures.letter(Logs.at(7), failure, 1).stage()).isEqualTo("deserialize");
  }

  @Test
  @Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
  void endsOnAChainThatBitesItsTail() {
    IOException head = new IOException("head");
    head.initCause(new IOException("tail", head));

    assertThat(failures.letter(Logs.at(7), head, 1).stage()).isEqualTo("handle");
  }

  @Test
  void waitsWithinThePolicysBounds() {
    assertThat(failures.backoff(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(failures.backoff(99)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
  }
}
