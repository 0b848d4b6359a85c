package io.streamlake.testkit;

import static io.streamlake.testkit.Fixture.P0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.streamlake.core.DeadLetter;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class HandlerDoublesTest {

  private final ConsumerRecord<byte[], byte[]> record =
      new ConsumerRecord<>("orders", 0, 7, new byte[0], new byte[0]);

  @Test
  void failsAsOftenAsScripted() throws Exception {
    RecordingHandler handler =
        new RecordingHandler().failing(P0, 7, 2, () -> new IOException("hiccup"));

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> handler.handle(record));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> handler.handle(record));
    handler.handle(record);

    assertThat(handler.attempts(P0, 7)).isEqualTo(3);
    assertThat(handler.handled(P0)).containsExactly(7L);
  }

  @Test
  void failsForEverUntilHealed() throws Exception {
    RecordingHandler handler =
        new RecordingHandler().failingAlways(P0, 7, () -> new IOException("down"));
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> handler.handle(record));
    assertThat(handler.handled()).isEmpty();

    handler.heal();
    handler.handle(record);

    assertThat(handler.handled()).containsExactly(record);
  }

  @Test
  void blocksARealWorkerUntilReleased() throws Exception {
    RecordingHandler handler = new RecordingHandler().blocking(P0, 7);
    Thread worker = new Thread(() -> handleOrFail(handler));
    worker.start();
    while (handler.attempts(P0, 7) == 0) {
      Thread.onSpinWait();
    }
    assertThat(handler.handled()).isEmpty();

    handler.release();
    worker.join();

    assertThat(handler.handled(P0)).containsExactly(7L);
  }

  @Test
  void refusesToBlockTheTestsOwnThread() {
    RecordingHandler handler = new RecordingHandler().blocking(P0, 7);
    StepExecutor workers = StepExecutor.inOrder();
    workers.execute(() -> handleOrFail(handler));

    assertThatExceptionOfType(AssertionError.class).isThrownBy(workers::runAll);
  }

  @Test
  void completesTheStageOfTheLastDelivery() {
    DeferringHandler handler = new DeferringHandler();
    CompletionStage<?> first = handler.accept(record);
    CompletionStage<?> second = handler.accept(record);

    handler.complete(P0, 7);

    assertThat(first.toCompletableFuture()).isNotDone();
    assertThat(second.toCompletableFuture()).isCompleted();
    assertThat(handler.accepted(P0)).containsExactly(7L, 7L);
    assertThatIllegalArgumentException().isThrownBy(() -> handler.complete(P0, 8));
  }

  @Test
  void keepsLettersUnacknowledgedWhileItHolds() {
    InMemoryDeadLetters sink = new InMemoryDeadLetters();
    sink.hold();
    CompletionStage<?> stage = sink.send(letter());
    assertThat(stage.toCompletableFuture()).isNotDone();
    assertThat(sink.acknowledged()).isEmpty();

    sink.acknowledge();

    assertThat(stage.toCompletableFuture()).isCompleted();
    assertThat(sink.acknowledged(P0)).containsExactly(7L);
  }

  @Test
  void failsLettersAsScripted() {
    InMemoryDeadLetters sink = new InMemoryDeadLetters().failing(1, new IOException("down"));

    assertThat(sink.send(letter()).toCompletableFuture()).isCompletedExceptionally();
    assertThat(sink.send(letter()).toCompletableFuture()).isCompleted();

    assertThat(sink.sent()).hasSize(2);
    assertThat(sink.acknowledged()).hasSize(1);
  }

  private DeadLetter letter() {
    return new DeadLetter(record, new IOException("x"), "handle", 1, Instant.EPOCH, "lake");
  }

  private void handleOrFail(RecordingHandler handler) {
    try {
      handler.handle(record);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
