package io.streamlake.testkit.simulation;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.testkit.guarantee.Handling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Puts faults around a process's dead-letter sink, and tells the history what it acknowledged. */
final class FaultySink implements DeadLetterSink {

  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final DeadLetterSink sink;
  private final World world;
  private final Faults faults;
  private final Function<ConsumerRecord<byte[], byte[]>, Testimony> testimonies;

  FaultySink(
      DeadLetterSink sink,
      World world,
      Faults faults,
      Function<ConsumerRecord<byte[], byte[]>, Testimony> testimonies) {
    this.sink = sink;
    this.world = world;
    this.faults = faults;
    this.testimonies = testimonies;
  }

  @Override
  public CompletionStage<?> send(DeadLetter letter) {
    Testimony testimony = testimonies.apply(letter.record());
    testimony.tell(letter);
    testimony.tell(Handling.Kind.LETTER_SENT, letter.record());
    if (faults.isSinkDown() || faults.strikes(Fault.LETTER_FAILS)) {
      return refused();
    }
    Duration wait = faults.strikes(Fault.LETTER_LATE) ? world.dice().upTo(LONGEST) : Duration.ZERO;
    CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
    CompletionStage<?> sent = sink.send(letter);
    sent.whenComplete(
        (nothing, failure) ->
            world.time().schedule(wait, () -> end(testimony, letter, answer, failure)));
    return answer;
  }

  private CompletionStage<?> refused() {
    IOException failure = new IOException("simulated: the sink is down");
    if (world.dice().chance(0.3)) {
      throw new UncheckedIOException(failure);
    }
    return CompletableFuture.failedStage(failure);
  }

  private static void end(
      Testimony testimony,
      DeadLetter letter,
      CompletableFuture<@Nullable Void> answer,
      @Nullable Throwable failure) {
    if (failure != null) {
      answer.completeExceptionally(failure);
      return;
    }
    testimony.tell(Handling.Kind.LETTER_SAFE, letter.record());
    answer.complete(null);
  }

  @Override
  public void close() {
    sink.close();
  }
}
