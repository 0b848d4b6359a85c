package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.CommitMode;
import io.streamlake.core.CommitPolicy;
import io.streamlake.core.OutageException;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Settlement;
import io.streamlake.core.decision.PauseReason;
import io.streamlake.core.loop.CloseReport;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.LoopState;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How partitions and members leave: closes in the middle of something, holds, odd handlers. */
class LeavingTest {

  private final RecordingHandler handler = new RecordingHandler();
  private final LoopHarness harness = Orders.harness().handler(handler);

  @Test
  void polledRebalanceLetsACloseCommit() { // trap 4, trap 20
    harness.start().runUntilIdle();
    harness.log().append(P0, "a");
    harness.runUntil(() -> handler.handled(P0).size() == 1);
    harness.group().holdRebalances();
    harness.group().rebalance();
    harness.turns(2);
    harness.time().schedule(Duration.ofSeconds(3), () -> harness.group().releaseRebalances());

    CloseReport report = harness.shutdown();

    assertThat(report.isClean()).isTrue();
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void commitsNothingOverTheNextOwnerWhenARebalanceEndsWithinTheClose() { // trap 2
    harness.start().runUntilIdle();
    harness.log().append(P0, "a");
    harness.runUntil(() -> handler.handled(P0).size() == 1);
    harness.group().holdRebalances();
    LoopHarness peer = harness.peer().start().assign(List.of(P0));
    harness.turns(2);
    harness.time().schedule(Duration.ofSeconds(3), () -> harness.group().releaseRebalances());

    harness.shutdown();
    peer.runUntilIdle();

    assertThat(Orders.applied(harness, P0)).isSorted();
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void letsWhatWasAcceptedBeforeAHeldRecordBecomeSafe() { // trap 9, trap 23
    CompletableFuture<Void> segment = new CompletableFuture<>();
    harness.with(
        loop ->
            loop.deferredHandler(
                record -> {
                  if (record.offset() == 1) {
                    throw new OutageException("the store is slow", null);
                  }
                  return segment;
                }));
    harness.log().append(P0, "a", "b");
    harness.start().runFor(Duration.ofSeconds(10));
    assertThat(Orders.status(harness, P0).pauseReasons()).containsExactly(PauseReason.HELD);

    harness.time().schedule(Duration.ofSeconds(3), () -> segment.complete(null));
    harness.shutdown();

    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void countsAPartitionWhoseStartIsUnknownAsLeftClean() { // trap 20
    harness.with(loop -> loop.partitionHandlers(assignment -> new Odd()));
    harness.start().turns(5);

    CloseReport report = harness.shutdown();

    assertThat(report.isClean()).isTrue();
    assertThat(report.partitions()).hasSize(2);
  }

  @Test
  void tellsAHandlerThatItWasDroppedThoughAnErrorBrokeItsLane() { // trap 19
    List<String> calls = new ArrayList<>();
    harness.with(
        loop ->
            loop.partitionHandlers(
                assignment ->
                    new PartitionHandler() {
                      @Override
                      public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
                        throw new StackOverflowError("a bug");
                      }

                      @Override
                      public void dropped() {
                        calls.add("dropped " + assignment.partition());
                      }
                    }));
    harness.log().append(P0, "a");

    harness.start().turns(1_000);

    assertThat(harness.loop().state()).isEqualTo(LoopState.FAILED);
    assertThat(calls).contains("dropped orders-0");
  }

  @Test
  void takesAFlushThatAnswersNothingForOneThatIsDone() { // trap 20
    harness.with(loop -> loop.partitionHandlers(assignment -> answering(Settlement.NOW, null)));
    harness.log().append(P0, "a");
    harness.start().runUntilIdle();

    assertThat(harness.shutdown().isClean()).isTrue();
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void doesNotWaitForWhatAHandlerSaysWillNotBecomeSafe() { // trap 9
    CompletionStage<?> never = new CompletableFuture<>();
    CompletionStage<?> refused =
        CompletableFuture.failedFuture(new IllegalStateException("half of it is missing"));
    harness.with(loop -> loop.partitionHandlers(assignment -> answering(never, refused)));
    harness.log().append(P0, "a");
    harness.start().runUntilIdle();
    long before = harness.time().nanoTime();

    CloseReport report = harness.shutdown();

    assertThat(report.isClean()).isFalse();
    assertThat(Duration.ofNanos(harness.time().nanoTime() - before))
        .isLessThan(Duration.ofSeconds(2));
    assertThat(harness.committed(P0)).hasValue(0);
  }

  @SuppressWarnings("NullAway") // what a handler without null checks may do
  private static PartitionHandler answering(
      CompletionStage<?> accepted, @Nullable CompletionStage<?> flushed) {
    return new PartitionHandler() {
      @Override
      public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
        return accepted;
      }

      @Override
      public CompletionStage<?> flush() {
        return flushed;
      }
    };
  }

  @Test
  @Timeout(60)
  void doesNotWaitForItselfWhenItIsClosedOnThePollThread() { // trap 20
    Loops loops = new Loops();
    List<ConsumerLoop> built = new ArrayList<>();
    CommitPolicy closing =
        (records, elapsed) -> {
          built.get(0).close();
          return true;
        };
    loops.log().append(P0, "a");
    built.add(loops.build(builder -> builder.handler(handler).commitPolicy(closing)));

    loops.run(built.get(0), 500);

    assertThat(built.get(0).state()).isEqualTo(LoopState.CLOSED);
    assertThat(loops.committed(P0)).isEqualTo(1);
  }

  @Test
  void leavesOrRemainsAsItIsTold() { // trap 20
    Loops loops = new Loops();
    List<GroupMembershipOperation> told = new ArrayList<>();
    loops.intercept(
        "close",
        (consumer, arguments) ->
            told.add(((CloseOptions) arguments[0]).groupMembershipOperation()));
    ConsumerLoop loop =
        loops.build(
            builder -> builder.handler(handler).onClose(GroupMembershipOperation.REMAIN_IN_GROUP));
    loops.run(loop, 3);

    loop.shutdown(Duration.ofSeconds(1));
    loops.run(loop, 3);

    assertThat(told).containsExactly(GroupMembershipOperation.REMAIN_IN_GROUP);
  }

  @Test
  void holdsAPartitionWhoseLogCannotBeReadWhileOthersFlow() { // trap 18
    harness.start().runUntilIdle();
    harness
        .consumer()
        .setPollException(
            new KafkaException(
                "Received exception when fetching the next record from orders-0. If needed, please"
                    + " seek past the record to continue consumption."));
    harness.turns(3);
    harness.log().append(P0, "a");
    harness.log().append(P1, "x");
    harness.runUntilIdle();

    assertThat(Orders.status(harness, P0).pauseReasons()).containsExactly(PauseReason.CORRUPT);
    assertThat(handler.handled(P0)).isEmpty();
    assertThat(harness.committed(P0)).hasValue(0);
    assertThat(harness.committed(P1)).hasValue(1);
  }

  @Test
  void dropsWhatItsEpochCommittedWhenThePartitionIsBackWithSyncCommits() { // traps 2 and 3
    harness.with(loop -> loop.commitMode(CommitMode.SYNC).commitPolicy(CommitPolicy.everyRecord()));
    harness.start().runUntilIdle();
    harness.log().append(P0, "a");
    harness.runUntil(() -> harness.committed(P0).orElse(0) == 1);
    harness.group().fence(harness.consumer());
    LoopHarness peer = harness.peer().start();
    harness.log().append(P0, "b");
    peer.runUntil(() -> harness.committed(P0).orElse(0) == 2);
    peer.assign(List.of(P1)).turns(3);

    harness.assign(List.of(P0)).runUntilIdle();

    assertThat(Orders.status(harness, P0).committed()).hasValue(2L);
    assertThat(Orders.applied(harness, P0)).isSorted();
    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
  }

  /** Never says where it starts. */
  private static final class Odd implements PartitionHandler {

    @Override
    public CompletionStage<OptionalLong> start(Optional<OffsetAndMetadata> committed) {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
      return Settlement.NOW;
    }
  }
}
