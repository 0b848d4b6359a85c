package io.streamlake.gcs.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.StreamLakeException;
import io.streamlake.gcs.store.StoreException;
import io.streamlake.gcs.store.StoreException.Kind;
import io.streamlake.testkit.StepExecutor;
import io.streamlake.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RetryingTest {

  private final VirtualTime time = new VirtualTime();
  private final Retrying retrying = new Retrying(StepExecutor.direct(), time::schedule);
  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private int attempts;
  private boolean isWanted = true;

  private CompletableFuture<String> call() {
    return call(retrying);
  }

  private CompletableFuture<String> call(Retrying asked) {
    return asked.call(
        "a request",
        () -> isWanted,
        () -> {
          attempts++;
          RuntimeException failure = failures.poll();
          if (failure != null) {
            throw failure;
          }
          return "answer";
        });
  }

  private static StoreException failure(Kind kind) {
    return new StoreException(kind, "injected", null);
  }

  @Test
  void triesAgainAfterWhateverMayPass() {
    List.of(Kind.TRANSIENT, Kind.DENIED, Kind.MISSING_BUCKET)
        .forEach(kind -> failures.add(failure(kind)));

    CompletableFuture<String> answer = call();
    assertThat(answer).isNotDone();
    time.advance(Duration.ofSeconds(10));

    assertThat(answer).isCompletedWithValue("answer");
    assertThat(attempts).isEqualTo(4);
  }

  @Test
  void leavesEachAttemptToTheWorkers() { // trap 33
    StepExecutor workers = StepExecutor.inOrder();
    failures.add(failure(Kind.TRANSIENT));

    CompletableFuture<String> answer = call(new Retrying(workers, time::schedule));

    assertThat(attempts).isZero();
    workers.runAll();
    time.advance(Duration.ofSeconds(10));
    assertThat(attempts).isEqualTo(1);
    workers.runAll();
    assertThat(answer).isCompletedWithValue("answer");
  }

  @Test
  void waitsHalfAMinuteAtTheLongest() {
    for (int i = 0; i < 100; i++) {
      failures.add(failure(Kind.TRANSIENT));
    }

    CompletableFuture<String> answer = call();
    time.advance(Duration.ofMinutes(10));
    int before = attempts;
    time.advance(Duration.ofMinutes(10));

    assertThat(answer).isNotDone();
    assertThat(attempts - before).isEqualTo(20);
  }

  @Test
  void givesUpWhatCanNeverSucceed() {
    failures.add(failure(Kind.UNUSABLE));

    assertThat(call()).isCompletedExceptionally();
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void givesUpAfterAFailureThatIsNotTheStores() {
    failures.add(new StreamLakeException("another writer's object"));

    assertThat(call()).isCompletedExceptionally();
  }

  @Test
  void asksNoMoreWhenNobodyWantsTheAnswer() {
    failures.add(failure(Kind.TRANSIENT));
    CompletableFuture<String> answer = call();
    isWanted = false;

    time.advance(Duration.ofMinutes(1));

    assertThat(answer).isCancelled();
    assertThat(answer.handle((value, cause) -> cause).join())
        .isInstanceOf(CancellationException.class);
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void tellsAFailureAgainWhenItBecomesAnother() {
    assertThat(Retrying.isNews(Optional.empty(), Kind.TRANSIENT)).isTrue();
    assertThat(Retrying.isNews(Optional.of(Kind.TRANSIENT), Kind.TRANSIENT)).isFalse();
    assertThat(Retrying.isNews(Optional.of(Kind.TRANSIENT), Kind.DENIED)).isTrue();
  }
}
