package io.streamlake.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

final class FallbackSinkTest {

  private static final DeadLetter LETTER =
      new DeadLetter(
          new ConsumerRecord<>("orders", 0, 7, null, null),
          new IOException("bad"),
          "handle",
          1,
          Instant.EPOCH,
          "group");

  private final List<String> seen = new ArrayList<>();

  @Test
  void leavesAloneTheSecondWhileTheFirstAcknowledges() {
    DeadLetterSink sink = answering("first", Settlement.NOW).orElse(failing("second"));

    assertThat(sink.send(LETTER).toCompletableFuture()).isCompleted();
    assertThat(seen).containsExactly("first");
  }

  @Test // trap 15
  void asksTheSecondForWhatTheFirstDoesNotAcknowledge() {
    CompletableFuture<Void> late = new CompletableFuture<>();
    DeadLetterSink sink = answering("first", late).orElse(answering("second", Settlement.NOW));

    CompletableFuture<?> answer = sink.send(LETTER).toCompletableFuture();
    assertThat(answer).isNotDone();
    late.completeExceptionally(new IOException("down"));

    assertThat(answer).isCompleted();
    assertThat(seen).containsExactly("first", "second");
  }

  @Test // trap 15
  void takesASinkThatThrowsOrAnswersNothingForOneThatFails() {
    DeadLetterSink throwing =
        letter -> {
          throw new IllegalStateException("closed");
        };
    DeadLetterSink mute = FallbackSinkTest::nothing;

    DeadLetterSink sink = throwing.orElse(mute).orElse(answering("third", Settlement.NOW));

    assertThat(sink.send(LETTER).toCompletableFuture()).isCompleted();
    assertThat(seen).containsExactly("third");
  }

  @Test // trap 15
  void failsOnlyWhenBothFailAndTellsOfBoth() {
    CompletableFuture<?> answer =
        failing("first").orElse(failing("second")).send(LETTER).toCompletableFuture();

    assertThat(answer)
        .failsWithin(java.time.Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .withMessage("second is down")
        .satisfies(cause -> assertThat(cause.getSuppressed()).hasSize(1));
  }

  @Test // trap 14
  void passesOnThatTheSecondLosesTheRecordOnPurpose() {
    DeadLetterSink sink = failing("first").orElse(DeadLetterSink.loseRecordsOnPurpose());

    assertThat(Settlement.isSkipped(sink.send(LETTER).toCompletableFuture().join())).isTrue();
    assertThat(Settlement.isSkipped(Settlement.NOW.toCompletableFuture().join())).isFalse();
  }

  @Test // trap 20
  void closesBothThoughTheFirstFails() {
    DeadLetterSink sink = new Closing("first", seen).orElse(new Closing("second", seen));

    try {
      sink.close();
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("first");
      assertThat(e.getSuppressed()).hasSize(1);
    }

    assertThat(seen).containsExactly("first", "second");
  }

  private DeadLetterSink answering(String name, CompletionStage<?> answer) {
    return letter -> {
      seen.add(name);
      return answer;
    };
  }

  private DeadLetterSink failing(String name) {
    return answering(name, CompletableFuture.failedStage(new IOException(name + " is down")));
  }

  @SuppressWarnings("NullAway") // what a sink without null checks may do
  private static CompletionStage<?> nothing(DeadLetter letter) {
    return null;
  }

  private record Closing(String name, List<String> seen) implements DeadLetterSink {

    @Override
    public CompletionStage<?> send(DeadLetter letter) {
      return Settlement.NOW;
    }

    @Override
    public void close() {
      seen.add(name);
      throw new IllegalStateException(name);
    }
  }
}
