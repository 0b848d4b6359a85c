package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.CommitPolicy;
import io.streamlake.core.DeferredHandler;
import io.streamlake.core.FailureClassifier;
import io.streamlake.core.LostOffsetsPolicy;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.Settlement;
import io.streamlake.core.StartPolicy;
import io.streamlake.core.decision.FlowControl;
import io.streamlake.core.decision.PauseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PollLoopTest {

  private static final TopicPartition ID = new TopicPartition(Logs.TOPIC, 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final FakeTime time = new FakeTime();
  private final Inbox inbox = new Inbox(time);
  private final List<CompletableFuture<Void>> promises = new ArrayList<>();
  private DeferredHandler behaviour = record -> Settlement.NOW;
  private boolean isFailingToStart;
  private final Partitions partitions =
      new Partitions(
          assignment -> new Scripted(), Lanes.byPartition(failures(), Runnable::run), inbox);
  private final PollLoop loop = new PollLoop(consumer, settings(), partitions, inbox, time);

  @BeforeEach
  void assign() {
    loop.subscribe();
    consumer.updateBeginningOffsets(Map.of(ID, 0L));
    consumer.updateEndOffsets(Map.of(ID, 0L));
    consumer.rebalance(List.of(ID));
  }

  @Test
  void commitsTheStartBeforeTheFirstRecordAndThenWhatIsSettled() throws Throwable {
    turns(3);
    assertThat(committed()).isZero();
    assertThat(partitions.find(ID)).hasValueSatisfying(PollLoopTest::isRunning);

    consumer.addRecord(Logs.at(0));
    turns(3);

    assertThat(committed()).isEqualTo(1);
  }

  @Test // trap 2
  void startsNothingAnewThatIsBeingRevoked() throws Throwable {
    behaviour = record -> promise();
    turns(3);
    consumer.addRecord(Logs.at(0));
    turns(1);
    assertThat(promises).hasSize(1);

    // the flush of the revocation breaks the promise
    loop.onPartitionsRevoked(Set.of(ID));

    assertThat(promises.get(0)).isCompletedExceptionally();
    assertThat(partitions.all()).isEmpty();
  }

  @Test // traps 6 and 7
  void fetchesNothingWhileItWaitsForAnotherStart() throws Throwable {
    behaviour = record -> CompletableFuture.failedFuture(new IllegalStateException("no disk"));
    for (int restart = 0; restart < 2; restart++) {
      turns(3);
      consumer.addRecord(Logs.at(0));
      turns(3);
    }
    assertThat(partitions.find(ID).orElseThrow().phase())
        .isEqualTo(AssignedPartition.Phase.WAITING);

    assertThat(consumer.paused()).containsExactly(ID);
    time.advance(Duration.ofSeconds(1));
    turns(3);
    assertThat(partitions.find(ID)).hasValueSatisfying(PollLoopTest::isRunning);
    assertThat(consumer.paused()).isEmpty();
  }

  @Test // trap 23
  void holdsAPartitionWhoseHandlerThrowsAtItsStart() throws Throwable {
    isFailingToStart = true;
    turns(1);
    assertThat(partitions.find(ID))
        .hasValueSatisfying(
            partition -> assertThat(partition.reasons()).contains(PauseReason.HELD));

    isFailingToStart = false;
    time.advance(Duration.ofSeconds(1));
    turns(3);
    assertThat(partitions.find(ID)).hasValueSatisfying(PollLoopTest::isRunning);
  }

  private static void isRunning(AssignedPartition partition) {
    assertThat(partition.phase()).isEqualTo(AssignedPartition.Phase.RUNNING);
    assertThat(partition.reasons()).isEmpty();
  }

  private void turns(int count) throws Throwable {
    for (int i = 0; i < count; i++) {
      loop.turn();
    }
  }

  private long committed() {
    OffsetAndMetadata committed = consumer.committed(Set.of(ID)).get(ID);
    return committed == null ? -1 : committed.offset();
  }

  private CompletionStage<?> promise() {
    CompletableFuture<Void> promise = new CompletableFuture<>();
    promises.add(promise);
    return promise;
  }

  private FailureHandling failures() {
    return new FailureHandling(
        FailureClassifier.defaults(), RetryPolicy.defaults(), Optional.empty(), "group", time);
  }

  private static LoopSettings settings() {
    return new LoopSettings(
        new Subscription.Topics(List.of(Logs.TOPIC)),
        CommitPolicy.records(1),
        StartPolicy.earliest(),
        LostOffsetsPolicy.HOLD,
        new FlowControl(1 << 20, 1 << 23),
        Duration.ofSeconds(5));
  }

  private final class Scripted implements PartitionHandler {

    @Override
    public CompletionStage<OptionalLong> start(Optional<OffsetAndMetadata> committed) {
      if (isFailingToStart) {
        throw new IllegalStateException("no ledger");
      }
      return PartitionHandler.super.start(committed);
    }

    @Override
    public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) throws Exception {
      return behaviour.accept(record);
    }

    @Override
    public CompletionStage<?> flush() {
      promises.forEach(promise -> promise.completeExceptionally(new IllegalStateException("full")));
      return Settlement.NOW;
    }
  }
}
