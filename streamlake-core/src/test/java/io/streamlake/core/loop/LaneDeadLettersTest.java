package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.FailureClassifier;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.Settlement;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LaneDeadLettersTest {

  private final ManualExecutor workers = new ManualExecutor();
  private final RecordingEvents events = new RecordingEvents();
  private final SerialExecutor lane = new SerialExecutor(workers, () -> false, events::failed);
  private final List<CompletableFuture<Void>> answers = new ArrayList<>();
  private final CompletableFuture<Void> handlerIsDone = new CompletableFuture<>();
  private DeadLetterSink sink = this::take;
  private final LaneDeadLetters letters = letters();

  @Test
  void doesNotBlockBehindALetterInFlight() {
    letters.send(letter(0), 1);

    assertThat(letters.isBlocking()).isFalse();
    assertThat(events.told()).isEmpty();
  }

  @Test // trap 22
  void blocksBehindTooManyLettersInFlight() {
    for (int offset = 0; offset < 999; offset++) {
      letters.send(letter(offset), offset + 1);
    }
    assertThat(letters.isBlocking()).isFalse();

    letters.send(letter(999), 1_000);
    assertThat(letters.isBlocking()).isTrue();

    answer(0, null);
    assertThat(letters.isBlocking()).isFalse();
  }

  @Test // trap 15
  void staysHeldUntilTheLastHeldLetterIsAcknowledged() {
    letters.send(letter(0), 1);
    letters.send(letter(1), 2);
    answer(0, new IOException("down"));
    answer(1, new IOException("down"));
    events.fireTimers(lane);
    workers.runAll();
    handlerIsDone.complete(null);

    answer(2, null);
    assertThat(letters.isBlocking()).isTrue();
    answer(3, null);

    assertThat(letters.isBlocking()).isFalse();
    assertThat(events.told())
        .containsExactly(
            "waits DEAD_LETTER_HELD",
            "waits DEAD_LETTER_HELD",
            "settled [0,1) 1 DEAD_LETTERED",
            "proceeds DEAD_LETTER_HELD",
            "settled [1,2) 1 DEAD_LETTERED");
  }

  @Test // trap 23
  void givesEveryFailedLetterATimer() {
    letters.send(letter(0), 1);
    for (int attempt = 0; attempt < 5; attempt++) {
      answer(attempt, new IOException("down"));
      assertThat(events.timers()).isEqualTo(1);
      events.fireTimers(lane);
      workers.runAll();
    }

    assertThat(answers).hasSize(6);
    assertThat(events.told()).containsExactly("waits DEAD_LETTER_HELD");
  }

  @Test
  void settlesOnlyWhenTheHandlerHasTakenNoteToo() {
    letters.send(letter(0), 3);
    answer(0, null);
    assertThat(events.told()).isEmpty();

    handlerIsDone.complete(null);
    workers.runAll();

    assertThat(events.told()).containsExactly("settled [0,3) 1 DEAD_LETTERED");
  }

  @Test // trap 15
  void holdsBehindASinkThatThrows() {
    sink =
        letter -> {
          throw new IllegalStateException("closed");
        };

    letters.send(letter(0), 1);

    assertThat(letters.isBlocking()).isTrue();
    assertThat(events.timers()).isEqualTo(1);
  }

  @Test // trap 15
  void holdsBehindASinkThatAnswersNothing() {
    sink = LaneDeadLettersTest::nothing;

    letters.send(letter(0), 1);

    assertThat(letters.isBlocking()).isTrue();
    assertThat(events.timers()).isEqualTo(1);
  }

  @SuppressWarnings("NullAway") // what a sink without null checks may do
  private static CompletionStage<?> nothing(DeadLetter letter) {
    return null;
  }

  private void answer(int index, @Nullable Exception failure) {
    if (failure == null) {
      answers.get(index).complete(null);
    } else {
      answers.get(index).completeExceptionally(failure);
    }
    workers.runAll();
  }

  private CompletionStage<?> take(DeadLetter letter) {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    answers.add(answer);
    return answer;
  }

  private static DeadLetter letter(long offset) {
    return new DeadLetter(
        Logs.at(offset), new IOException("bad"), "handle", 1, Instant.EPOCH, "group");
  }

  private LaneDeadLetters letters() {
    PartitionHandler handler =
        new PartitionHandler() {
          @Override
          public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
            return Settlement.NOW;
          }

          @Override
          public CompletionStage<?> deadLettered(ConsumerRecord<byte[], byte[]> record) {
            return handlerIsDone;
          }
        };
    FailureHandling failures =
        new FailureHandling(
            FailureClassifier.defaults(),
            RetryPolicy.defaults(),
            Optional.of(letter -> sink.send(letter)),
            "group",
            new FakeTime());
    return new LaneDeadLetters(events, failures, handler, lane, new SettlementRuns(events, lane));
  }
}
