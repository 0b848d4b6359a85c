package io.streamlake.core.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.FailureClassifier;
import io.streamlake.core.FailureKind;
import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.OutageException;
import io.streamlake.core.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Positive;
import org.apache.kafka.common.errors.SerializationException;

final class FailureDecisionPropertyTest {

  private static final FailureClassifier KNOWS_NOTHING = failure -> Optional.empty();

  @Property(tries = 300)
  void everyKindIsDecidedByItsAttemptsAndTheSink(
      @ForAll FailureKind kind,
      @ForAll @IntRange(min = 1, max = 10) int attempts,
      @ForAll @IntRange(min = 1, max = 10) int maxAttempts,
      @ForAll boolean hasDeadLetters) {
    FailureDecision givenUp = hasDeadLetters ? FailureDecision.DEAD_LETTER : FailureDecision.HOLD;
    FailureDecision expected =
        switch (kind) {
          case STOP -> FailureDecision.STOP;
          case OUTAGE -> FailureDecision.HOLD;
          case FATAL -> givenUp;
          case RETRYABLE -> attempts < maxAttempts ? FailureDecision.RETRY : givenUp;
        };

    FailureDecision decision =
        FailureDecision.of(
            attempt(new IOException(), attempts),
            failure -> Optional.of(kind),
            policy(maxAttempts),
            hasDeadLetters);

    assertThat(decision).isEqualTo(expected);
  }

  @Property(tries = 300) // trap 14
  void nothingIsGivenUpWithoutADeadLetterSink(
      @ForAll FailureKind kind, @ForAll @Positive int attempts) {
    assertThat(
            FailureDecision.of(
                attempt(new IOException(), attempts),
                failure -> Optional.of(kind),
                policy(5),
                false))
        .isNotEqualTo(FailureDecision.DEAD_LETTER);
  }

  @Property(tries = 300)
  void anOutageNeverDrainsIntoTheDeadLetters(
      @ForAll @Positive int attempts, @ForAll boolean hasDeadLetters) {
    assertThat(
            FailureDecision.of(
                attempt(new OutageException("the bucket is down", null), attempts),
                FailureClassifier.defaults(),
                policy(1),
                hasDeadLetters))
        .isEqualTo(FailureDecision.HOLD);
  }

  @Property(tries = 300)
  void theOutermostKnownCauseDecides(@ForAll @IntRange(min = 0, max = 20) int wrappers) {
    Exception failure = new SerializationException(new OutageException("down", null));
    for (int i = 0; i < wrappers; i++) {
      failure = new IOException(failure);
    }

    assertThat(
            FailureDecision.of(attempt(failure, 1), FailureClassifier.defaults(), policy(5), true))
        .isEqualTo(FailureDecision.DEAD_LETTER);
  }

  @Example
  void whatIsUnknownIsTriedAgain() {
    assertThat(FailureDecision.of(attempt(new IOException(), 1), KNOWS_NOTHING, policy(2), true))
        .isEqualTo(FailureDecision.RETRY);
    assertThat(FailureDecision.of(attempt(new IOException(), 2), KNOWS_NOTHING, policy(2), true))
        .isEqualTo(FailureDecision.DEAD_LETTER);
  }

  @Example
  void aChainThatBitesItsTailEnds() {
    IOException head = new IOException("head");
    IOException tail = new IOException("tail", head);
    head.initCause(tail);

    assertThat(FailureDecision.of(attempt(tail, 1), KNOWS_NOTHING, policy(2), true))
        .isEqualTo(FailureDecision.RETRY);
  }

  @Example
  void aWrappedInvalidRecordIsFatal() {
    Exception failure =
        new RuntimeException(new InvalidRecordException("validate", "not JSON", null));

    assertThat(
            FailureDecision.of(attempt(failure, 1), FailureClassifier.defaults(), policy(5), true))
        .isEqualTo(FailureDecision.DEAD_LETTER);
  }

  @Property(tries = 300)
  void aDeadlineEndsTheAttemptsHoweverManyAreLeft(
      @ForAll @IntRange(min = 0, max = 100) int age,
      @ForAll @IntRange(min = 1, max = 100) int deadline,
      @ForAll @Positive int attempts) {
    RetryPolicy policy = policy(1).forever().deadline(Duration.ofSeconds(deadline));
    FailedAttempt attempt = new FailedAttempt(new IOException(), attempts, Duration.ofSeconds(age));

    assertThat(FailureDecision.of(attempt, KNOWS_NOTHING, policy, true))
        .isEqualTo(
            age < deadline && attempts < Integer.MAX_VALUE
                ? FailureDecision.RETRY
                : FailureDecision.DEAD_LETTER);
  }

  @Property(tries = 100)
  void aRuleOfThePolicyCountsForItsFailuresOnly(@ForAll @IntRange(min = 1, max = 10) int attempts) {
    RetryPolicy policy = policy(5).when(IllegalStateException.class, policy(2));
    Exception ruled = new IOException(new IllegalStateException());

    assertThat(FailureDecision.of(attempt(ruled, attempts), KNOWS_NOTHING, policy, true))
        .isEqualTo(attempts < 2 ? FailureDecision.RETRY : FailureDecision.DEAD_LETTER);
    assertThat(
            FailureDecision.of(attempt(new IOException(), attempts), KNOWS_NOTHING, policy, true))
        .isEqualTo(attempts < 5 ? FailureDecision.RETRY : FailureDecision.DEAD_LETTER);
  }

  private static FailedAttempt attempt(Throwable failure, int attempts) {
    return new FailedAttempt(failure, attempts, Duration.ZERO);
  }

  private static RetryPolicy policy(int maxAttempts) {
    return new RetryPolicy(maxAttempts, Duration.ofMillis(1), Duration.ofMillis(1));
  }
}
