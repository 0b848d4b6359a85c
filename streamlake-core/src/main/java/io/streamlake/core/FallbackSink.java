package io.streamlake.core;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks a second sink for what the first has not acknowledged. */
record FallbackSink(DeadLetterSink first, DeadLetterSink second) implements DeadLetterSink {

  FallbackSink {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(second, "second");
  }

  @Override
  public CompletionStage<?> send(DeadLetter letter) {
    CompletableFuture<Object> answer = new CompletableFuture<>();
    sent(first, letter)
        .whenComplete(
            (outcome, failure) -> {
              if (failure == null) {
                answer.complete(outcome);
                return;
              }
              sendInstead(letter, failure, answer);
            });
    return answer;
  }

  private void sendInstead(DeadLetter letter, Throwable failure, CompletableFuture<Object> answer) {
    sent(second, letter)
        .whenComplete(
            (outcome, next) -> {
              if (next == null) {
                answer.complete(outcome);
                return;
              }
              if (next != failure) {
                next.addSuppressed(failure);
              }
              answer.completeExceptionally(next);
            });
  }

  /** A sink that throws, or answers nothing, is treated as one that fails. */
  private static CompletionStage<?> sent(DeadLetterSink sink, DeadLetter letter) {
    try {
      return Objects.requireNonNull(sink.send(letter), "the dead-letter sink's stage");
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public void close() {
    try (second) {
      first.close();
    }
  }
}
