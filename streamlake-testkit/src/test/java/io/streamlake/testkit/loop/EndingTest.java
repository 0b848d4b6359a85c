package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.core.DeadLetter;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.Settlement;
import io.streamlake.core.decision.RecordLedger;
import io.streamlake.core.loop.CloseReport;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.LoopState;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** How a loop ends, as asked or not. */
class EndingTest {

  private final RecordingHandler handler = new RecordingHandler();
  private final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters();
  private final LoopHarness harness = Orders.harness().handler(handler).deadLetters(deadLetters);

  @Test
  void showsItsDeathInStateAndTermination() { // trap 19
    harness.start().runUntilIdle();
    ConsumerLoop loop = harness.loop();
    harness.consumer().setPollException(new TopicAuthorizationException("orders"));

    harness.turns(10);

    assertThat(loop.state()).isEqualTo(LoopState.FAILED);
    assertFailedWith(loop, TopicAuthorizationException.class);
    assertThat(loop.turn()).isFalse();
  }

  @Test
  void commitsWhatIsSafeWhenItDies() { // trap 19, trap 20
    harness.log().append(P0, "a");
    harness.start().runUntil(() -> handler.handled(P0).size() == 1);
    harness.consumer().setPollException(new KafkaException("a bug"));

    harness.turns(10);

    assertThat(harness.committed(P0)).hasValue(1);
    assertThat(harness.group().consumers()).isEmpty();
    assertThat(deadLetters.isClosed()).isTrue();
  }

  @Test
  void endsWhereAHandlerThrowsAnError() { // trap 19
    harness.handler(
        record -> {
          throw new StackOverflowError("a bug");
        });
    harness.log().append(P0, "a");

    harness.start().turns(1_000);

    assertFailedWith(harness.loop(), StackOverflowError.class);
    assertThat(harness.committed(P0)).hasValue(0);
    assertThat(deadLetters.sent()).isEmpty();
  }

  @Test
  void endsWhereItsWorkersRefuseWork() { // trap 19, trap 23
    Loops loops = new Loops();
    loops.log().append(P0, "a");
    ConsumerLoop loop =
        loops.build(
            builder ->
                builder
                    .handler(handler)
                    .workers(
                        task -> {
                          throw new RejectedExecutionException("the pool is full");
                        }));

    loops.run(loop, 1_000);

    assertFailedWith(loop, RejectedExecutionException.class);
  }

  @Test
  void closesWhatItWasGivenWhereItCannotSubscribe() { // trap 20
    Loops loops = new Loops();
    loops.intercept(
        "subscribe",
        (consumer, arguments) -> {
          throw new KafkaException("no assignor");
        });
    ConsumerLoop loop = loops.build(builder -> builder.handler(handler).deadLetters(deadLetters));

    assertThatThrownBy(loop::start).isInstanceOf(KafkaException.class);
    loop.close();

    assertThat(loop.state()).isEqualTo(LoopState.FAILED);
    assertThat(deadLetters.isClosed()).isTrue();
    assertThat(loops.group().consumers()).isEmpty();
  }

  @Test
  void keepsNoFlagSetWhenACommitIsAnsweredWithinTheCall() { // trap 25
    Loops loops = new Loops();
    loops.answerCommitsInline();
    ConsumerLoop loop = loops.build(builder -> builder.handler(handler));
    for (int i = 1; i <= 4; i++) {
      loops.log().append(P0, "a");
      loops.run(loop, 200);
    }

    assertThat(loops.group().committed(P0).map(offset -> offset.offset())).hasValue(4L);
    assertThat(handler.handled(P0)).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void runsEachStepOfTheCloseThoughOneFails() { // trap 20
    harness.deadLetters(new Unclosable());
    harness.log().append(P0, "a");
    harness.start().runUntil(() -> handler.handled(P0).size() == 1);
    ConsumerLoop loop = harness.loop();

    loop.shutdown(Duration.ofSeconds(5));
    harness.turns(5);

    assertFailedWith(loop, IllegalStateException.class);
    assertThat(harness.committed(P0)).hasValue(1);
    assertThat(harness.group().consumers()).isEmpty();
  }

  @Test
  void reportsHowItLeftEachPartition() { // trap 20
    harness.log().append(P0, "a", "b");
    harness.start().runUntil(() -> handler.handled(P0).size() == 2);

    CloseReport report = harness.shutdown();

    assertThat(report.isClean()).isTrue();
    assertThat(report.partitions())
        .containsExactlyInAnyOrder(
            new CloseReport.Partition(
                P0, Optional.of(2L), 0, true, new RecordLedger(2, 2, 0, 0, 0, 0)),
            new CloseReport.Partition(P1, Optional.of(0L), 0, true, RecordLedger.EMPTY));
  }

  @Test
  void closesTwiceAsOnce() { // trap 20
    harness.log().append(P0, "a");
    harness.start().runUntilIdle();
    ConsumerLoop loop = harness.loop();
    CloseReport report = harness.shutdown();
    int commits = harness.group().commits().size();

    loop.close();
    loop.shutdown(Duration.ZERO);
    loop.close();

    assertThat(loop.state()).isEqualTo(LoopState.CLOSED);
    assertThat(loop.termination().toCompletableFuture()).isCompletedWithValue(report);
    assertThat(harness.group().commits()).hasSize(commits);
  }

  @Test
  void closesThoughItNeverStarted() { // trap 20
    Loops loops = new Loops();
    ConsumerLoop loop = loops.build(builder -> builder.handler(handler).deadLetters(deadLetters));

    loop.close();

    assertThat(loop.state()).isEqualTo(LoopState.CLOSED);
    assertThat(deadLetters.isClosed()).isTrue();
    assertThatThrownBy(loop::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void saysWhereItIsInItsLife() { // trap 19
    Loops loops = new Loops();
    ConsumerLoop loop = loops.build(builder -> builder.handler(handler));
    assertThat(loop.state()).isEqualTo(LoopState.CREATED);

    loops.run(loop, 3);
    assertThat(loop.state()).isEqualTo(LoopState.RUNNING);

    loop.shutdown(Duration.ofSeconds(1));
    loops.run(loop, 3);
    assertThat(loop.state()).isEqualTo(LoopState.CLOSED);
  }

  private static void assertFailedWith(ConsumerLoop loop, Class<? extends Throwable> cause) {
    assertThat(loop.state()).isEqualTo(LoopState.FAILED);
    assertThat(loop.termination().toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(cause);
  }

  /** A sink that cannot be closed. */
  private static final class Unclosable implements DeadLetterSink {

    @Override
    public CompletionStage<?> send(DeadLetter letter) {
      return Settlement.NOW;
    }

    @Override
    public void close() {
      throw new IllegalStateException("cannot be closed");
    }
  }
}
