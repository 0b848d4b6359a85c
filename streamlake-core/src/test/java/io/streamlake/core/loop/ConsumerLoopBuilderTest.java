package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.streamlake.core.Ordering;
import io.streamlake.core.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;

final class ConsumerLoopBuilderTest {

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final List<Map<String, Object>> configs = new ArrayList<>();

  @Test
  void listsEveryReasonAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ConsumerLoop.builder().consumerConfig(Map.of("enable.auto.commit", true)).build())
        .withMessageContainingAll("enable.auto.commit", "group.id", "topic", "handler");
  }

  @Test
  void refusesNoTopicsAndNoThreads() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConsumerLoop.builder().topics(List.of()))
        .withMessageContaining("empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConsumerLoop.builder().concurrency(0))
        .withMessageContaining("threads");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConsumerLoop.builder().bufferLimits(0, 1))
        .withMessageContaining("partitionBytes");
  }

  @Test
  void refusesOtherOrdersForHandlersThatLiveWithTheirPartition() {
    for (Ordering order : List.of(Ordering.KEY, Ordering.UNORDERED)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  ConsumerLoop.builder()
                      .partitionHandlers(assignment -> record -> Settlement.NOW)
                      .ordering(order)
                      .build())
          .withMessageContaining("ordering: " + order);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> ConsumerLoop.builder().batchHandler(9, all -> {}).ordering(order).build())
          .withMessageContaining("ordering: " + order);
    }
  }

  @Test
  void makesTheConsumerWithACompleteConfiguration() {
    ConsumerLoop loop = loop();

    assertThat(configs).singleElement().satisfies(this::isSafe);
    assertThat(loop.state()).isEqualTo(LoopState.CREATED);
    loop.close();
  }

  @Test // trap 20
  void closesALoopThatNeverStarted() {
    ConsumerLoop loop = loop();

    loop.close();
    loop.close();

    assertThat(loop.state()).isEqualTo(LoopState.CLOSED);
    assertThat(consumer.closed()).isTrue();
    assertThat(loop.termination().toCompletableFuture().join().isClean()).isTrue();
  }

  @Test
  void startsOnceOnly() {
    ConsumerLoop loop = loop();
    assertThat(loop.turn()).isTrue();

    assertThatIllegalStateException().isThrownBy(loop::start);
    loop.shutdown(Duration.ZERO);
    assertThat(loop.turn()).isFalse();
    assertThat(loop.state()).isEqualTo(LoopState.CLOSED);
  }

  @Test // trap 22
  void keepsNothingOfThoseWhoAskHowItIs() {
    ConsumerLoop loop = loop();

    for (int i = 0; i < 100; i++) {
      var unused = loop.status().thenAccept(partitions -> {});
      assertThat(loop.turn()).isTrue();
      assertThat(loop.termination() == loop.termination()).isTrue();
    }

    assertThat(loop.waitingForTheEnd()).isLessThanOrEqualTo(1);
    loop.shutdown(Duration.ZERO);
    assertThat(loop.turn()).isFalse();
  }

  @Test // trap 19
  void tellsOfItsEndInStateAndFuture() {
    ConsumerLoop loop = loop();
    IllegalStateException failure = new IllegalStateException("a bug");
    consumer.schedulePollTask(
        () -> {
          throw failure;
        });

    assertThat(loop.turn()).isFalse();

    assertThat(loop.state()).isEqualTo(LoopState.FAILED);
    assertThat(loop.termination().toCompletableFuture())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCause(failure);
    assertThat(consumer.closed()).isTrue();
    assertThat(loop.status().toCompletableFuture().join()).isEmpty();
  }

  private void isSafe(Map<String, Object> config) {
    assertThat(config)
        .containsEntry("enable.auto.commit", false)
        .containsEntry("auto.offset.reset", "none");
  }

  private ConsumerLoop loop() {
    return ConsumerLoop.builder()
        .consumerConfig(Map.of("group.id", "orders"))
        .topics(Logs.TOPIC)
        .handler(record -> {})
        .workers(Runnable::run)
        .consumerFactory(
            config -> {
              configs.add(config);
              return consumer;
            })
        .build();
  }
}
