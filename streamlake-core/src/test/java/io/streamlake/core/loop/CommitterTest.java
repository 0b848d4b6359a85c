package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.CommitMode;
import io.streamlake.core.CommitPolicy;
import io.streamlake.core.FailureClassifier;
import io.streamlake.core.LostOffsetsPolicy;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.Settlement;
import io.streamlake.core.StartPolicy;
import io.streamlake.core.StreamLakeException;
import io.streamlake.core.decision.FlowControl;
import io.streamlake.core.decision.PauseReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 10, threadMode = ThreadMode.SEPARATE_THREAD)
final class CommitterTest {

  private static final TopicPartition ID = new TopicPartition(Logs.TOPIC, 0);

  private final SlowConsumer consumer = new SlowConsumer();
  private final FakeTime time = new FakeTime();
  private final List<Throwable> fatal = new ArrayList<>();
  private @Nullable RuntimeException metadataFailure;
  private final Partitions partitions = partitions();
  private final AssignedPartition partition = partition();
  private final Committer committer =
      new Committer(consumer, partitions, settings(CommitMode.ASYNC), time, fatal::add);

  @Test
  void commitsWhenThePolicySaysSoAndOnlyThen() {
    settle(2);
    committer.commitIfDue();
    assertThat(consumer.sent).isEmpty();

    settle(1);
    committer.commitIfDue();

    assertThat(consumer.sentOffsets()).containsExactly(3L);
  }

  @Test // trap 3
  void movesCommittedOnTheBrokersSuccessOnly() {
    settle(3);
    committer.commitIfDue();
    assertThat(partition.committed()).map(OffsetAndMetadata::offset).contains(0L);

    consumer.answer(null);

    assertThat(partition.committed()).map(OffsetAndMetadata::offset).contains(3L);
  }

  @Test
  void sendsOneCommitAtATime() {
    settle(3);
    committer.commitIfDue();
    settle(3);
    committer.commitIfDue();
    assertThat(consumer.sentOffsets()).containsExactly(3L);

    consumer.answer(null);
    committer.commitIfDue();
    assertThat(consumer.sentOffsets()).containsExactly(3L, 6L);
  }

  @Test // trap 3
  void sendsAgainAfterAFailureThoughNothingMoreSettles() {
    settle(3);
    committer.commitIfDue();
    consumer.answer(new TimeoutException("no answer"));

    committer.commitIfDue();
    assertThat(consumer.sent).as("before the backoff").hasSize(1);
    time.advance(Duration.ofSeconds(1));
    committer.commitIfDue();

    assertThat(consumer.sentOffsets()).containsExactly(3L, 3L);
    assertThat(partition.committed()).map(OffsetAndMetadata::offset).contains(0L);
  }

  @Test // trap 4
  void asksAtASteadyPaceWhileTheGroupRebalances() {
    settle(3);
    for (int refused = 0; refused < 8; refused++) {
      committer.commitIfDue();
      consumer.answer(new RebalanceInProgressException("rebalancing"));
      time.advance(Duration.ofMillis(200));
    }

    committer.commitIfDue();

    assertThat(consumer.sent).hasSize(9);
  }

  @Test // trap 4
  void asksLessAndLessOftenWhileTheBrokerDoesNotAnswer() {
    settle(3);
    for (int failed = 0; failed < 8; failed++) {
      committer.commitIfDue();
      consumer.answer(new TimeoutException("no answer"));
      time.advance(Duration.ofSeconds(10));
    }
    committer.commitIfDue();
    consumer.answer(new TimeoutException("no answer"));

    time.advance(Duration.ofSeconds(9));
    committer.commitIfDue();

    assertThat(consumer.sent).hasSize(9);
  }

  @Test // trap 5
  void computesAFailedCommitAnewInsteadOfReplayingIt() {
    settle(3);
    committer.commitIfDue();
    consumer.answer(new CommitFailedException("an old generation"));
    settle(1);
    time.advance(Duration.ofSeconds(1));
    committer.commitIfDue();

    assertThat(consumer.sentOffsets()).containsExactly(3L, 4L);
    assertThat(fatal).isEmpty();
  }

  @Test // trap 4
  void saysWhatTheBrokerRefusesForGood() {
    settle(3);
    committer.commitIfDue();
    consumer.answer(new GroupAuthorizationException("orders"));

    assertThat(fatal).singleElement().isInstanceOf(StreamLakeException.class);
  }

  @Test // trap 2
  void leavesOutWhatIsNotAssignedAnyMore() {
    settle(3);
    consumer.assign(List.of(new TopicPartition(Logs.TOPIC, 9)));

    committer.commitIfDue();

    assertThat(consumer.sent).isEmpty();
  }

  @Test // trap 2
  void ignoresTheAnswerToAnEpochThatIsOver() {
    settle(3);
    committer.commitIfDue();
    partitions.end(partition);

    consumer.answer(null);

    assertThat(partition.committed()).map(OffsetAndMetadata::offset).contains(0L);
  }

  @Test // trap 46
  void commitsAnIdlePartitionAgainEveryHour() {
    time.advance(Duration.ofMinutes(59));
    committer.commitIfDue();
    assertThat(consumer.sent).isEmpty();

    time.advance(Duration.ofMinutes(1));
    committer.commitIfDue();
    consumer.answer(null);
    committer.commitIfDue();

    assertThat(consumer.sentOffsets()).containsExactly(0L);
  }

  @Test // trap 1
  void commitsTheFrontierWhenPartitionsLeave() {
    partition.tracker().delivered(0, 5, 5);
    partition.settled(0, 2, 2);
    partition.settled(3, 5, 2);

    committer.commitSync(List.of(partition), time.nanoTime(), null);

    assertThat(partition.committed()).map(OffsetAndMetadata::offset).contains(2L);
  }

  @Test // traps 4 and 9
  void waitsBetweenTheAttemptsOfTheLastCommitAndEndsAtItsDeadline() {
    settle(3);
    consumer.syncFailure = new RebalanceInProgressException("rebalancing");

    committer.commitSync(List.of(partition), Duration.ofSeconds(10).toNanos(), time::advance);

    assertThat(consumer.syncs).isBetween(2, 20);
    assertThat(time.nanoTime()).isGreaterThanOrEqualTo(Duration.ofSeconds(10).toNanos());
    assertThat(partition.committed()).map(OffsetAndMetadata::offset).contains(0L);
  }

  @Test // trap 9
  void doesNotRepeatALastCommitThatCannotSucceed() {
    settle(3);
    consumer.syncFailure = new GroupAuthorizationException("orders");

    committer.commitSync(List.of(partition), Duration.ofSeconds(10).toNanos(), null);

    assertThat(consumer.syncs).isEqualTo(1);
  }

  @Test // trap 9
  void doesNotWaitInACallbackForARebalanceThatOnlyAPollGoesOnWith() {
    settle(3);
    consumer.syncFailure = new RebalanceInProgressException("rebalancing");

    committer.commitSync(List.of(partition), Duration.ofSeconds(10).toNanos(), null);

    assertThat(consumer.syncs).isEqualTo(1);
    assertThat(time.nanoTime()).isZero();
  }

  @Test // traps 4 and 9
  void givesAStaleEpochAFewMoreAttemptsBecauseTheNextMayBeKnownByThen() {
    settle(3);
    consumer.syncFailure = new CommitFailedException("stale member epoch");

    committer.commitSync(List.of(partition), Duration.ofSeconds(10).toNanos(), null);

    assertThat(consumer.syncs).isEqualTo(3);
    assertThat(time.nanoTime()).isLessThan(Duration.ofSeconds(1).toNanos());
  }

  @Test // trap 5
  void computesEachAttemptOfTheLastCommitAnew() {
    settle(3);
    consumer.syncFailure = new TimeoutException("no answer");

    committer.commitSync(
        List.of(partition),
        Duration.ofSeconds(10).toNanos(),
        wait -> {
          settle(1);
          consumer.syncFailure = null;
        });

    assertThat(partition.committed()).map(OffsetAndMetadata::offset).contains(4L);
  }

  @Test // trap 2
  void leavesOutOfTheLastCommitWhatWasLostBetweenTwoAttempts() {
    settle(3);
    consumer.syncFailure = new CommitFailedException("fenced");

    committer.commitSync(
        List.of(partition), Duration.ofSeconds(10).toNanos(), wait -> partitions.end(partition));

    assertThat(consumer.syncs).isEqualTo(1);
  }

  @Test // trap 3
  void waitsForTheAnswerWhereCommitsAreSynchronous() {
    Committer waiting =
        new Committer(consumer, partitions, settings(CommitMode.SYNC), time, fatal::add);
    settle(3);
    waiting.progressed(3);

    waiting.commitIfDue();

    assertThat(consumer.sent).isEmpty();
    assertThat(consumer.syncs).isEqualTo(1);
    assertThat(partition.committed()).map(OffsetAndMetadata::offset).contains(3L);
  }

  @Test // traps 3 and 4
  void makesTheNextSynchronousAttemptInALaterTurn() {
    Committer waiting =
        new Committer(consumer, partitions, settings(CommitMode.SYNC), time, fatal::add);
    consumer.syncFailure = new RebalanceInProgressException("rebalancing");
    settle(3);
    waiting.progressed(3);
    waiting.commitIfDue();
    waiting.commitIfDue();
    assertThat(consumer.syncs).isEqualTo(1);
    assertThat(partition.committed()).map(OffsetAndMetadata::offset).contains(0L);

    consumer.syncFailure = null;
    time.advance(Duration.ofSeconds(1));
    waiting.commitIfDue();

    assertThat(partition.committed()).map(OffsetAndMetadata::offset).contains(3L);
    assertThat(fatal).isEmpty();
  }

  @Test // trap 23
  void holdsAPartitionWhoseHandlerCannotSayItsMetadataUntilItCan() {
    metadataFailure = new IllegalStateException("a bug");
    settle(3);
    committer.commitIfDue();
    assertThat(consumer.sent).isEmpty();
    assertThat(partition.reasons()).containsExactly(PauseReason.HELD);

    metadataFailure = null;
    time.advance(Duration.ofSeconds(1));
    committer.commitIfDue();

    assertThat(consumer.sentOffsets()).containsExactly(3L);
    assertThat(partition.reasons()).isEmpty();
  }

  private static LoopSettings settings(CommitMode mode) {
    return new LoopSettings(
        new Subscription.Topics(List.of(Logs.TOPIC)),
        CommitPolicy.records(3),
        mode,
        StartPolicy.earliest(),
        LostOffsetsPolicy.HOLD,
        new FlowControl(1, 1),
        Duration.ofSeconds(1),
        Watching.DEFAULTS);
  }

  private void settle(int records) {
    long from = partition.tracker().position();
    partition.tracker().delivered(from, from + records, records);
    partition.settled(from, from + records, records);
    committer.progressed(records);
  }

  private Partitions partitions() {
    FailureHandling failures =
        new FailureHandling(
            FailureClassifier.defaults(), RetryPolicy.defaults(), Optional.empty(), "group", time);
    PartitionHandler handler =
        new PartitionHandler() {
          @Override
          public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
            return Settlement.NOW;
          }

          @Override
          public String commitMetadata(long offset) {
            if (metadataFailure != null) {
              throw metadataFailure;
            }
            return "";
          }
        };
    return new Partitions(
        assignment -> handler, Lanes.byPartition(failures, Runnable::run), new Inbox(time));
  }

  private AssignedPartition partition() {
    consumer.assign(List.of(ID));
    AssignedPartition begun = partitions.begin(ID, Resumption.NONE, new NoEvents());
    begun.asked(Optional.of(new OffsetAndMetadata(0)), 0);
    begun.resolved(0);
    begun.running();
    return begun;
  }

  /** Keeps commits until the test answers them. */
  private static final class SlowConsumer extends MockConsumer<byte[], byte[]> {

    private final List<Map<TopicPartition, OffsetAndMetadata>> sent = new ArrayList<>();
    private final Deque<OffsetCommitCallback> callbacks = new ArrayDeque<>();
    private @Nullable RuntimeException syncFailure;
    private int syncs;

    SlowConsumer() {
      super("earliest");
    }

    @Override
    public synchronized void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
      sent.add(offsets);
      callbacks.add(callback);
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
      syncs++;
      if (syncFailure != null) {
        throw syncFailure;
      }
    }

    List<Long> sentOffsets() {
      return sent.stream()
          .map(offsets -> Objects.requireNonNull(offsets.get(ID)).offset())
          .toList();
    }

    @SuppressWarnings("NullAway") // null is how Kafka says that there was no failure
    void answer(@Nullable Exception failure) {
      callbacks.removeFirst().onComplete(sent.get(sent.size() - 1), failure);
    }
  }

  private static final class NoEvents implements PartitionLink.PartitionEvents {

    @Override
    public void settled(
        AssignedPartition partition, long from, long to, int records, SettledAs as) {}

    @Override
    public void after(AssignedPartition partition, Duration delay, Runnable laneTask) {}

    @Override
    public void stopped(AssignedPartition partition, OptionalLong firstNotTaken) {}

    @Override
    public void restart(AssignedPartition partition, String reason) {}

    @Override
    public void policyStart(AssignedPartition partition, CompletableFuture<Long> answer) {}

    @Override
    public void failed(Throwable failure) {}
  }
}
