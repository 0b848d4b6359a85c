package io.streamlake.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void triesFiveTimesFrom200MillisecondsTo30SecondsByDefault() {
    assertThat(RetryPolicy.defaults())
        .isEqualTo(new RetryPolicy(5, Duration.ofMillis(200), Duration.ofSeconds(30)));
  }

  @Test
  void refusesWhatCannotBeAndNamesIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(0, SECOND, SECOND))
        .withMessageContaining("maxAttempts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, Duration.ZERO, SECOND))
        .withMessageContaining("initialBackoff");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RetryPolicy(1, SECOND, SECOND.minusNanos(1)))
        .withMessageContaining("maxBackoff");
  }

  @Test
  void changesOneThingAtATime() {
    RetryPolicy policy =
        RetryPolicy.exponential(SECOND, SECOND.multipliedBy(8))
            .maxAttempts(3)
            .deadline(SECOND.multipliedBy(60));

    assertThat(policy.maxAttempts()).isEqualTo(3);
    assertThat(policy.forever().maxAttempts()).isEqualTo(Integer.MAX_VALUE);
    assertThat(policy.forever().deadline()).hasValue(SECOND.multipliedBy(60));
    assertThat(policy.forever().maxAttempts(3)).isEqualTo(policy);
  }

  @Test
  void asksTheRulesOfTheOutermostCauseFirst() {
    RetryPolicy io = RetryPolicy.defaults().maxAttempts(7);
    RetryPolicy state = RetryPolicy.defaults().forever();
    RetryPolicy policy =
        RetryPolicy.defaults().when(IOException.class, io).when(IllegalStateException.class, state);

    assertThat(policy.policyFor(new RuntimeException())).isSameAs(policy);
    assertThat(policy.policyFor(new FileNotFoundException())).isSameAs(io);
    assertThat(policy.policyFor(new RuntimeException(new IOException()))).isSameAs(io);
    assertThat(policy.policyFor(new IllegalStateException(new IOException()))).isSameAs(state);
  }

  @Test
  void endsOnACauseThatBitesItsTail() {
    RuntimeException head = new RuntimeException("head");
    head.initCause(new RuntimeException("tail", head));
    RetryPolicy policy = RetryPolicy.defaults().when(IOException.class, RetryPolicy.defaults());

    assertThat(policy.policyFor(head)).isSameAs(policy);
  }

  @Test
  void refusesADeadlineThatHasPassedAlready() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RetryPolicy.defaults().deadline(Duration.ZERO))
        .withMessageContaining("deadline");
  }
}
