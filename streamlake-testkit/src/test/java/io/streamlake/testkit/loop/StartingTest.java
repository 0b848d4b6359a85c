package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Settlement;
import io.streamlake.core.StartPolicy;
import io.streamlake.core.decision.PauseReason;
import io.streamlake.core.loop.LoopState;
import io.streamlake.testkit.DeferringHandler;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartingTest {

  private final RecordingHandler handler = new RecordingHandler();
  private final LoopHarness harness = Orders.harness().handler(handler);

  private void start(StartPolicy policy) {
    harness.with(loop -> loop.startPolicy(policy)).start().runUntilIdle();
  }

  @Test
  void commitsTheStartBeforeTheFirstRecord() { // trap 13
    List<OptionalLong> seen = new ArrayList<>();
    harness.handler(record -> seen.add(harness.committed(P0)));
    harness.log().append(P0, "a", "b", "c");
    harness.log().deleteRecordsBefore(P0, 1);

    start(StartPolicy.earliest());

    assertThat(seen).startsWith(OptionalLong.of(1));
  }

  @Test
  void asksAgainForTheCommittedOffsetsAfterAWakeUp() { // trap 4
    harness.log().append(P0, "a");
    harness.start().turn();

    harness.consumer().wakeup();
    harness.runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L);
  }

  @Test
  void asksAHandlerAgainThatDidNotKnowItsStart() { // trap 23
    UnsureHandler unsure = new UnsureHandler();
    harness.with(loop -> loop.partitionHandlers(assignment -> unsure));
    harness.log().append(P0, "a", "b");

    harness.start().assign(Set.of(P0)).runUntilIdle();

    assertThat(unsure.questions).isEqualTo(3);
    assertThat(unsure.accepted).containsExactly(1L);
  }

  /** Fails to say where to start, throws, and knows it at last. */
  private static final class UnsureHandler implements PartitionHandler {

    private final List<Long> accepted = new ArrayList<>();
    private int questions;

    @Override
    public CompletionStage<OptionalLong> start(Optional<OffsetAndMetadata> committed) {
      questions++;
      if (questions == 1) {
        return CompletableFuture.failedStage(new IOException("no answer"));
      }
      if (questions == 2) {
        throw new IllegalStateException("no answer");
      }
      return CompletableFuture.completedStage(OptionalLong.of(1));
    }

    @Override
    public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
      accepted.add(record.offset());
      return Settlement.NOW;
    }
  }

  @Test
  void handsOutNothingWhileTheStartCannotBeCommitted() { // trap 13
    harness.log().append(P0, "a");
    for (int i = 0; i < 8; i++) {
      harness.group().failNextCommit(new CoordinatorLoadInProgressException("loading"));
    }
    harness.start().runFor(Duration.ofSeconds(5));
    assertThat(handler.handled(P0)).isEmpty();

    harness.runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L);
  }

  @Test
  void commitsAStartOnce() {
    harness.start().runUntilIdle();

    assertThat(Orders.tried(harness, P0)).containsExactly(0L);
  }

  @Test
  void commitsNoStartThatIsCommitted() {
    harness.start().runUntilIdle();

    harness.restart().runUntilIdle();

    assertThat(Orders.tried(harness, P0)).containsExactly(0L);
  }

  @Test
  void startsAtTheOldestRecordUnderEarliest() { // trap 13
    harness.log().append(P0, "a", "b");

    start(StartPolicy.earliest());

    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
  }

  @Test
  void startsAtTheEndUnderLatestAndOnlyOnce() { // trap 13
    harness.log().append(P0, "a", "b");
    start(StartPolicy.latest());
    harness.crash();
    harness.log().append(P0, "c");

    harness.start().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(2L);
  }

  @Test
  void startsAtAnInstant() {
    harness.log().append(P0, "a");
    harness.time().advance(Duration.ofHours(1));
    Instant instant = harness.time().now();
    harness.log().append(P0, "b");
    harness.log().append(P1, "x");
    harness.time().advance(Duration.ofHours(1));

    start(StartPolicy.at(instant));

    assertThat(handler.handled(P0)).containsExactly(1L);
    assertThat(handler.handled(P1)).containsExactly(0L);
  }

  @Test
  void startsNewPartitionsOfAKnownTopicAtEarliestUnderLatest() { // trap 13
    TopicPartition added = new TopicPartition("orders", 2);
    harness.log().append(P0, "a");
    start(StartPolicy.latest());
    assertThat(handler.handled(P0)).isEmpty();

    harness.log().topic("orders", 3);
    harness.log().append(added, "x", "y");
    harness.assignAll().runUntilIdle();

    assertThat(handler.handled(added)).containsExactly(0L, 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"earliest", "latest"})
  void refusesAnOffsetResetOfTheConsumer(String reset) { // trap 13
    harness.with(
        loop -> loop.consumerConfig(Map.of("group.id", "testers", "auto.offset.reset", reset)));

    assertThatThrownBy(harness::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("auto.offset.reset");
  }

  @Test
  void holdsAPartitionWhoseOffsetsAreGoneWhileOthersFlow() { // trap 13
    harness.log().append(P0, "a", "b", "c");
    harness.start().runUntil(() -> harness.committed(P0).orElse(0) == 3);
    harness.crash();
    harness.log().append(P0, "d", "e");
    harness.log().deleteRecordsBefore(P0, 4);
    harness.start().runUntilIdle();
    harness.log().append(P1, "x");
    harness.runUntilIdle();

    assertThat(Orders.status(harness, P0).pauseReasons()).contains(PauseReason.OFFSETS_LOST);
    assertThat(handler.handled(P0)).containsExactly(0L, 1L, 2L);
    assertThat(harness.committed(P0)).hasValue(3);
    assertThat(handler.handled(P1)).containsExactly(0L);
    assertThat(harness.committed(P1)).hasValue(1);
  }

  @Test
  void holdsAPartitionWhoseLogWasTruncatedWhileOthersFlow() { // trap 13
    harness.log().append(P0, "a", "b", "c");
    harness.start().runUntilIdle();

    harness.log().truncate(P0, 1);
    harness.log().append(P0, "B", "C", "D", "E");
    harness.log().append(P1, "x");
    harness.runUntilIdle();

    assertThat(Orders.status(harness, P0).pauseReasons()).contains(PauseReason.OFFSETS_LOST);
    assertThat(handler.handled(P0)).containsExactly(0L, 1L, 2L);
    assertThat(harness.committed(P0)).hasValue(3);
    assertThat(handler.handled(P1)).containsExactly(0L);
  }

  @Test
  void goesOnWhereAPersonResetTheGroupAfterOffsetsWereLost() { // trap 13
    harness.log().append(P0, "a", "b", "c");
    harness.start().runUntilIdle();
    harness.crash();
    harness.log().append(P0, "d", "e");
    harness.log().deleteRecordsBefore(P0, 4);
    harness.start().runUntilIdle();
    harness.crash();

    harness.group().reset(P0, new OffsetAndMetadata(4));
    harness.start().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L, 1L, 2L, 4L);
    assertThat(harness.committed(P0)).hasValue(5);
    assertThat(harness.loop().state()).isEqualTo(LoopState.RUNNING);
  }

  @Test // trap 13
  void letsWhatWasAcceptedBecomeSafeThoughLaterOffsetsAreLost() {
    DeferringHandler deferring = new DeferringHandler();
    harness.with(loop -> loop.deferredHandler(deferring));
    harness.log().append(P0, "a", "b");
    harness.start().runUntilIdle();
    harness.log().append(P0, "c", "d", "e");
    harness.log().deleteRecordsBefore(P0, 4);
    harness.runFor(Duration.ofSeconds(1));
    assertThat(Orders.status(harness, P0).pauseReasons()).contains(PauseReason.OFFSETS_LOST);

    harness.time().schedule(Duration.ofSeconds(3), () -> deferring.completeAll(P0));
    harness.shutdown();

    assertThat(harness.committed(P0)).hasValue(2);
  }
}
