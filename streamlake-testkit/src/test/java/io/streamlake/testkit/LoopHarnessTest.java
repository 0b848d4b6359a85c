package io.streamlake.testkit;

import static io.streamlake.testkit.Fixture.P0;
import static io.streamlake.testkit.Fixture.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class LoopHarnessTest {

  private final RecordingHandler handler = new RecordingHandler();
  private final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters();
  private final LoopHarness harness =
      LoopHarness.over("orders", 2).handler(handler).deadLetters(deadLetters);

  @Test
  void commitsWhatIsHandled() {
    harness.log().append(P0, "a", "b", "c");
    harness.log().append(P1, "a");

    harness.start().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L, 1L, 2L);
    assertThat(harness.committed(P0)).hasValue(3);
    assertThat(harness.committed(P1)).hasValue(1);
  }

  @Test
  void commitsPastMarkers() { // trap 12
    harness.log().append(P0, "a");
    harness.log().abortedTransaction(P0, "x");

    harness.start().runUntilIdle();

    assertThat(harness.committed(P0)).hasValue(3);
  }

  @Test
  void handlesAgainAfterACrashBeforeTheCommit() {
    harness.log().append(P0, "a", "b");
    harness.start().runUntil(() -> handler.handled(P0).size() == 2);
    assertThat(handler.handled(P0)).containsExactly(0L, 1L);

    harness.restart().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L, 1L, 0L, 1L);
    assertThat(harness.committed(P0)).hasValue(2);
  }

  @Test
  void handlesNothingAgainAfterACrashBehindTheCommit() {
    harness.log().append(P0, "a", "b");
    harness.start().runUntilIdle();

    harness.restart().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
  }

  @Test
  void retriesInVirtualTime() {
    harness.log().append(P0, "a", "b");
    handler.failing(P0, 0, 2, () -> new IOException("hiccup"));

    harness.start().runUntilIdle();

    assertThat(handler.attempts(P0, 0)).isEqualTo(3);
    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
    assertThat(harness.committed(P0)).hasValue(2);
  }

  @Test
  void commitsADeadLetterOnceItIsAcknowledged() {
    harness.log().append(P0, "poison");
    handler.failingAlways(P0, 0, () -> new SerializationException("not JSON"));
    deadLetters.hold();
    harness.start().runUntilIdle();
    assertThat(deadLetters.sent()).hasSize(1);
    assertThat(harness.committed(P0)).hasValue(0);

    deadLetters.acknowledge();
    harness.runUntilIdle();

    assertThat(deadLetters.acknowledged(P0)).containsExactly(0L);
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void flushesAndCommitsWhatIsRevoked() { // trap 1
    harness.log().append(P0, "a");
    harness.start().runUntil(() -> handler.handled(P0).size() == 1);

    harness.revoke(P0).turns(2);

    assertThat(harness.committed(P0)).hasValue(1);
    assertThat(harness.consumer().assignment()).containsExactly(P1);
  }

  @Test
  void ignoresACompletionFromAnEarlierAssignment() { // trap 2
    DeferringHandler deferring = new DeferringHandler();
    harness.with(loop -> loop.deferredHandler(deferring).drainTimeout(Duration.ofSeconds(1)));
    harness.log().append(P0, "a", "b");
    harness.start().runUntil(() -> deferring.accepted(P0).size() == 2);

    harness.revoke(P0).turns(2).assignAll().runUntilIdle();
    deferring.deliveries(P0, 0).get(0).complete(null);
    harness.runUntilIdle();
    assertThat(deferring.accepted(P0)).containsExactly(0L, 1L, 0L, 1L);
    assertThat(harness.committed(P0)).hasValue(0);

    deferring.complete(P0, 0);
    harness.runUntilIdle();
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void sharesTheLogWithAPeer() {
    harness.log().append(P0, "a");
    LoopHarness peer = harness.peer();
    harness.start().runUntilIdle();
    peer.start();

    peer.assign(List.of(P0));
    harness.turns(3);
    peer.turns(3);
    harness.log().append(P0, "b");
    peer.runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
    assertThat(harness.committed(P0)).hasValue(2);
  }

  @Test
  void shutsDownInOrder() { // trap 20
    harness.log().append(P0, "a");
    harness.start().runUntil(() -> handler.handled(P0).size() == 1);

    assertThat(harness.shutdown().isClean()).isTrue();

    assertThat(harness.committed(P0)).hasValue(1);
    assertThat(deadLetters.isClosed()).isTrue();
    assertThat(harness.group().consumers()).isEmpty();
  }

  @Test
  void tellsThatALoopNeverIsIdle() {
    harness.with(
        loop ->
            loop.deferredHandler(
                record -> CompletableFuture.failedFuture(new IOException("always"))));
    harness.log().append(P0, "a");
    harness.start();

    assertThatThrownBy(harness::runUntilIdle)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("still not idle");
  }
}
