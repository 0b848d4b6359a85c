package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class StatusRequestsTest {

  private final Inbox inbox = new Inbox(new FakeTime());
  private final AtomicInteger asked = new AtomicInteger();
  private final StatusRequests requests =
      new StatusRequests(
          inbox,
          () -> {
            asked.incrementAndGet();
            return List.of();
          });

  @Test // trap 22
  void keepsOneRequestForAllWhoAskBeforeTheNextTurn() {
    CompletionStage<List<PartitionStatus>> first = requests.ask();
    for (int i = 0; i < 1_000; i++) {
      assertThat(requests.ask() == first).isTrue();
    }

    inbox.runAll();

    assertThat(asked).hasValue(1);
    assertThat(first.toCompletableFuture()).isCompleted();
  }

  @Test
  void asksAnewAfterAnAnswer() {
    CompletionStage<List<PartitionStatus>> first = requests.ask();
    inbox.runAll();

    CompletionStage<List<PartitionStatus>> second = requests.ask();
    assertThat(second.toCompletableFuture()).isNotDone();
    inbox.runAll();

    assertThat(second == first).isFalse();
    assertThat(asked).hasValue(2);
  }

  @Test
  void whoAsksWhenAnAnswerComesGetsTheNextOne() {
    AtomicInteger answers = new AtomicInteger();
    CompletableFuture<Void> both =
        requests
            .ask()
            .thenCompose(
                first -> {
                  answers.incrementAndGet();
                  return requests.ask();
                })
            .thenAccept(second -> answers.incrementAndGet())
            .toCompletableFuture();

    inbox.runAll();

    assertThat(both).isCompleted();
    assertThat(asked).hasValue(2);
  }

  @Test // trap 19
  void answersWhoWaitsAndWhoComesLaterWhenTheLoopHasEnded() {
    CompletionStage<List<PartitionStatus>> waiting = requests.ask();

    requests.end();

    assertThat(waiting.toCompletableFuture()).isCompletedWithValue(List.of());
    assertThat(requests.ask().toCompletableFuture()).isCompletedWithValue(List.of());
  }

  @Test // trap 19
  void answersEvenWhereTheStatusCannotBeToldAndEndsTheLoop() {
    StatusRequests broken =
        new StatusRequests(
            inbox,
            () -> {
              throw new IllegalStateException("a bug");
            });
    CompletionStage<List<PartitionStatus>> waiting = broken.ask();

    assertThatIllegalStateException().isThrownBy(inbox::runAll);

    assertThat(waiting.toCompletableFuture()).isCompleted();
  }
}
