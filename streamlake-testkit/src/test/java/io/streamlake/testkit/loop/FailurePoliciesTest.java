package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterLimit;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.Ordering;
import io.streamlake.core.OutageException;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.decision.PauseReason;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one says about failures: retries by class, deadlines, fallbacks, limits, skipping. */
class FailurePoliciesTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RecordingHandler handler = new RecordingHandler();
  private final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters();
  private final LoopHarness harness = Orders.harness().handler(handler).deadLetters(deadLetters);

  private static InvalidRecordException invalid() {
    return new InvalidRecordException("validate", "not JSON", null);
  }

  private void retry(RetryPolicy policy) {
    harness.with(loop -> loop.retryPolicy(policy));
  }

  @Test
  void triesForEverWhatIsNeverGivenUp() { // trap 14
    retry(RetryPolicy.exponential(Duration.ofSeconds(1), MINUTE).forever());
    handler.failing(P0, 0, 200, () -> new IOException("no"));
    harness.log().append(P0, "a");

    harness.start().runFor(Duration.ofHours(4));

    assertThat(deadLetters.sent()).isEmpty();
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void triesByTheRuleOfTheFailure() { // trap 21
    retry(RetryPolicy.defaults().when(IOException.class, RetryPolicy.defaults().maxAttempts(2)));
    handler.failingAlways(P0, 0, () -> new RuntimeException(new IOException("no")));
    handler.failingAlways(P1, 0, () -> new IllegalStateException("no"));
    harness.log().append(P0, "a");
    harness.log().append(P1, "x");

    harness.start().runUntilIdle();

    assertThat(handler.attempts(P0, 0)).isEqualTo(2);
    assertThat(handler.attempts(P1, 0)).isEqualTo(5);
  }

  @Test
  void givesARecordUpAtItsDeadline() { // trap 23
    retry(RetryPolicy.exponential(Duration.ofSeconds(1), MINUTE).forever().deadline(MINUTE));
    List<Instant> tries = new ArrayList<>();
    harness.handler(
        record -> {
          tries.add(harness.time().now());
          throw new IOException("no");
        });
    harness.log().append(P0, "a");

    harness.start().runFor(MINUTE.multipliedBy(5));

    assertThat(deadLetters.acknowledged(P0)).containsExactly(0L);
    Duration took = Duration.between(tries.get(0), tries.get(tries.size() - 1));
    assertThat(took).isBetween(MINUTE, MINUTE.plusSeconds(1));
  }

  @Test
  void letsNoOutageUseUpTheTimeOfARecord() { // trap 21
    retry(RetryPolicy.defaults().forever().deadline(Duration.ofMinutes(10)));
    Instant start = harness.time().now();
    harness.handler(
        record -> {
          Duration age = Duration.between(start, harness.time().now());
          if (age.compareTo(Duration.ofHours(1)) < 0) {
            throw new OutageException("down", null);
          }
          if (age.compareTo(Duration.ofMinutes(65)) < 0) {
            throw new IOException("hiccup");
          }
        });
    harness.log().append(P0, "a");

    harness.start().runFor(Duration.ofHours(2));

    assertThat(deadLetters.sent()).isEmpty();
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void staysHeldAfterTheDeadlineWhereThereIsNoSink() { // trap 14
    LoopHarness sinkless = Orders.harness().handler(handler);
    sinkless.with(loop -> loop.retryPolicy(RetryPolicy.defaults().forever().deadline(MINUTE)));
    handler.failingAlways(P0, 0, () -> new IOException("no"));
    sinkless.log().append(P0, "a");

    sinkless.start().runFor(Duration.ofMinutes(30));

    assertThat(Orders.status(sinkless, P0).pauseReasons()).containsExactly(PauseReason.HELD);
    assertThat(sinkless.committed(P0)).hasValue(0);
  }

  @Test
  void sendsToAnotherSinkWhatTheFirstRefuses() { // trap 15
    InMemoryDeadLetters other = new InMemoryDeadLetters();
    deadLetters.failing(1, new IOException("the dead-letter topic is down"));
    harness.deadLetters(deadLetters.orElse(other));
    handler.failingAlways(P0, 0, FailurePoliciesTest::invalid);
    handler.failingAlways(P0, 1, FailurePoliciesTest::invalid);
    harness.log().append(P0, "a", "b");

    harness.start().runUntilIdle();

    assertThat(other.acknowledged(P0)).containsExactly(0L);
    assertThat(deadLetters.acknowledged(P0)).containsExactly(1L);
    assertThat(harness.committed(P0)).hasValue(2);
  }

  @Test
  void holdsTheLaneOnlyWhenBothSinksRefuse() { // trap 15
    InMemoryDeadLetters other = new InMemoryDeadLetters();
    deadLetters.failing(3, new IOException("the dead-letter topic is down"));
    other.failing(2, new IOException("so is the other"));
    harness.deadLetters(deadLetters.orElse(other));
    handler.failingAlways(P0, 0, FailurePoliciesTest::invalid);
    harness.log().append(P0, "a", "b");

    harness.start().runUntil(() -> other.sent().size() == 1);
    assertThat(Orders.status(harness, P0).pauseReasons())
        .containsExactly(PauseReason.DEAD_LETTER_HELD);
    assertThat(harness.committed(P0)).hasValue(0);

    harness.runUntilIdle();
    assertThat(other.acknowledged(P0)).containsExactly(0L);
    assertThat(harness.committed(P0)).hasValue(2);
  }

  @Test
  void losesARecordOnlyWhereThatIsSaidByName() { // trap 14
    harness.deadLetters(DeadLetterSink.loseRecordsOnPurpose());
    handler.failingAlways(P0, 0, FailurePoliciesTest::invalid);
    harness.log().append(P0, "a", "b");

    harness.start().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(1L);
    assertThat(harness.committed(P0)).hasValue(2);
  }

  private void limit() {
    DeadLetterLimit limit = new DeadLetterLimit(0.5, 10, MINUTE.multipliedBy(5));
    harness.with(loop -> loop.deadLetterLimit(limit));
  }

  @Test
  void holdsAPartitionInsteadOfDrainingItsTopicIntoTheDeadLetters() { // trap 14, trap 23
    limit();
    poison();
    harness.log().append(P1, "x");

    harness.start().runFor(MINUTE);

    assertThat(deadLetters.acknowledged(P0)).hasSize(10);
    assertThat(harness.committed(P0)).hasValue(10);
    assertThat(harness.committed(P1)).hasValue(1);
    assertThat(Orders.status(harness, P0).pauseReasons())
        .contains(PauseReason.TOO_MANY_DEAD_LETTERS);

    harness.runFor(MINUTE.multipliedBy(21));
    assertThat(deadLetters.acknowledged(P0)).hasSize(14);
    assertThat(Orders.status(harness, P0).pauseReasons())
        .contains(PauseReason.TOO_MANY_DEAD_LETTERS);
  }

  @Test
  void triesWhatComesAfterThePauseWhenNothingIsLeftToTry() { // trap 23
    harness.with(loop -> loop.deadLetterLimit(new DeadLetterLimit(0.5, 2, MINUTE)));
    handler.failingAlways(P0, 0, FailurePoliciesTest::invalid);
    handler.failingAlways(P0, 1, FailurePoliciesTest::invalid);
    harness.log().append(P0, "bad", "bad");
    harness.start().runFor(MINUTE.multipliedBy(5));

    harness.log().append(P0, "good");
    harness.runFor(MINUTE);

    assertThat(handler.handled(P0)).contains(2L);
    assertThat(harness.committed(P0)).hasValue(3);
    assertThat(Orders.status(harness, P0).pauseReasons()).isEmpty();
  }

  @Test
  void goesOnWithAPartitionAsSoonAsOneRecordCanBeHandled() { // trap 23
    limit();
    poison();
    harness.start().runFor(MINUTE);
    handler.heal();

    harness.runFor(MINUTE.multipliedBy(6));

    assertThat(deadLetters.sent()).hasSize(10).extracting(DeadLetter::attempts).containsOnly(1);
    assertThat(handler.handled(P0)).hasSize(40);
    assertThat(harness.committed(P0)).hasValue(50);
    assertThat(Orders.status(harness, P0).pauseReasons()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Ordering.class)
  void holdsAPartitionInsteadOfDrainingItInAnyOrder(Ordering ordering) { // trap 14, trap 23
    limit();
    harness.with(loop -> loop.ordering(ordering).concurrency(4));
    poison();
    harness.start().runFor(MINUTE);
    assertThat(deadLetters.acknowledged(P0)).hasSize(10);
    assertThat(Orders.status(harness, P0).pauseReasons())
        .contains(PauseReason.TOO_MANY_DEAD_LETTERS);

    harness.runFor(MINUTE.multipliedBy(21));
    assertThat(deadLetters.acknowledged(P0)).hasSize(14);

    handler.heal();
    harness.runFor(MINUTE.multipliedBy(6));
    assertThat(deadLetters.acknowledged(P0)).hasSize(14);
    assertThat(harness.committed(P0)).hasValue(50);
    assertThat(Orders.status(harness, P0).pauseReasons()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Ordering.class)
  void losesNothingButWhatIsSaidByNameInAnyOrder(Ordering ordering) { // trap 14
    harness
        .deadLetters(DeadLetterSink.loseRecordsOnPurpose())
        .with(loop -> loop.ordering(ordering).concurrency(4));
    handler.failingAlways(P0, 0, FailurePoliciesTest::invalid);
    handler.failingAlways(P0, 1, () -> new OutageException("down", null));
    harness.log().append(P0, "a", "b", "c");

    harness.start().runFor(MINUTE);
    assertThat(harness.committed(P0)).hasValue(1);
    assertThat(Orders.status(harness, P0).ledger().skipped()).isEqualTo(1);

    handler.heal();
    harness.runUntilIdle();
    assertThat(handler.handled(P0)).containsExactlyInAnyOrder(1L, 2L);
    assertThat(harness.committed(P0)).hasValue(3);
    assertThat(Orders.status(harness, P0).ledger().skipped()).isEqualTo(1);
  }

  private void poison() {
    for (int offset = 0; offset < 50; offset++) {
      handler.failingAlways(P0, offset, FailurePoliciesTest::invalid);
      harness.log().append(P0, "poison");
    }
  }
}
