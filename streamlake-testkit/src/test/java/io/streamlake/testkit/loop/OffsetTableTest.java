package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.InvalidRecordException;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Which offsets are committed, row by row. The other partition has one record that is handled and
 * committed before; whatever happens to the first one, it is not handled again and goes on.
 */
@DisplayName("Is the offset committed?")
class OffsetTableTest {

  private final RecordingHandler handler = new RecordingHandler();
  private final InMemoryDeadLetters deadLetters = new InMemoryDeadLetters();
  private final LoopHarness harness = Orders.harness().handler(handler).deadLetters(deadLetters);

  @BeforeEach
  void theOtherPartitionIsCommitted() {
    harness.log().append(P1, "x");
    harness.start().runUntilIdle();
  }

  @AfterEach
  void theOtherPartitionIsNotAffected() {
    assertThat(handler.handled(P1)).containsExactly(0L);
    harness.log().append(P1, "y");
    harness.runUntilIdle();
    assertThat(handler.handled(P1)).containsExactly(0L, 1L);
    assertThat(harness.committed(P1)).hasValue(2);
  }

  @Test
  @DisplayName("handled: yes, offset + 1")
  void handledIsCommitted() {
    harness.log().append(P0, "a");

    harness.runUntilIdle();
    assertThat(harness.committed(P0)).hasValue(1);

    harness.restart().runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(0L);
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  @DisplayName("dead letter acknowledged: yes")
  void deadLetterAcknowledgedIsCommitted() {
    handler.failingAlways(P0, 0, OffsetTableTest::invalid);
    harness.log().append(P0, "poison", "b");

    harness.runUntilIdle();
    assertThat(deadLetters.acknowledged(P0)).containsExactly(0L);
    assertThat(harness.committed(P0)).hasValue(2);

    harness.restart().runUntilIdle();
    assertThat(handler.attempts(P0, 0)).isEqualTo(1);
    assertThat(handler.handled(P0)).containsExactly(1L);
    assertThat(deadLetters.sent()).hasSize(1);
  }

  @Test
  @DisplayName("crash before handling: no")
  void crashBeforeHandlingIsNotCommitted() {
    harness.log().append(P0, "a");

    harness.loop().turn(); // without the workers
    assertThat(harness.consumer().position(P0)).isEqualTo(1);
    assertThat(handler.attempts(P0, 0)).isZero();
    harness.crash();
    assertThat(harness.committed(P0)).hasValue(0);

    harness.start().runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(0L);
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  @DisplayName("crash after handling, before commit: no, handled again after restart")
  void crashAfterHandlingBeforeCommitIsNotCommitted() {
    harness.log().append(P0, "a");

    harness.runUntil(() -> handler.handled(P0).size() == 1).crash();
    assertThat(harness.committed(P0)).hasValue(0);

    harness.start().runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(0L, 0L);
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  @DisplayName("crash after commit: yes")
  void crashAfterCommitIsCommitted() {
    harness.log().append(P0, "a", "b");

    harness.runUntil(() -> harness.committed(P0).orElse(0) == 2).crash();
    assertThat(harness.committed(P0)).hasValue(2);

    harness.start().runUntilIdle();
    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
    assertThat(harness.committed(P0)).hasValue(2);
  }

  @Test
  @DisplayName("dead letter not acknowledged: no, lane held, retried")
  void deadLetterNotAcknowledgedIsNotCommitted() {
    handler.failingAlways(P0, 0, OffsetTableTest::invalid);
    deadLetters.failing(1_000, new IOException("the dead-letter topic is down"));
    harness.log().append(P0, "poison", "b");

    harness.runUntilIdle();
    assertThat(deadLetters.sent()).hasSizeGreaterThan(1);
    assertThat(deadLetters.acknowledged()).isEmpty();
    assertThat(harness.committed(P0)).hasValue(0);

    harness.restart().runUntilIdle();
    assertThat(handler.attempts(P0, 0)).isEqualTo(2);
    assertThat(harness.committed(P0)).hasValue(0);
  }

  private static InvalidRecordException invalid() {
    return new InvalidRecordException("validate", "orders-0@0: not JSON", null);
  }
}
