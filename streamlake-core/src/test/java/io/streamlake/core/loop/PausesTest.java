package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.streamlake.core.FailureClassifier;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.Settlement;
import io.streamlake.core.decision.FlowControl;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class PausesTest {

  private static final TopicPartition STAYS = new TopicPartition(Logs.TOPIC, 0);
  private static final TopicPartition LEAVES = new TopicPartition(Logs.TOPIC, 1);

  private final ShrinkingConsumer consumer = new ShrinkingConsumer();
  private final Pauses pauses = new Pauses(consumer, partitions(), new FlowControl(1, 1));

  @Test // trap 7
  void pausesWhatIsBetweenTwoEpochs() {
    pauses.reconcile();

    assertThat(consumer.paused()).containsExactlyInAnyOrder(STAYS, LEAVES);
  }

  @Test // traps 4 and 7: KIP-848 takes a partition away in the background, after the callback
  void goesOnWhenAPartitionLeavesWhileItIsPaused() {
    consumer.leaveBeforePausing = true;
    pauses.reconcile();

    pauses.reconcile();

    assertThat(consumer.paused()).containsExactly(STAYS);
  }

  @Test
  void doesNotHideThatTheConsumerRefusesForAnotherReason() {
    consumer.isBroken = true;

    assertThatIllegalStateException().isThrownBy(pauses::reconcile).withMessage("broken");
  }

  private static Partitions partitions() {
    FakeTime time = new FakeTime();
    FailureHandling failures =
        new FailureHandling(
            FailureClassifier.defaults(),
            new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(1)),
            Optional.empty(),
            "group",
            time,
            () -> 0.5);
    return new Partitions(
        assignment -> record -> Settlement.NOW,
        Lanes.byPartition(failures, Runnable::run),
        new Inbox(time));
  }

  /** What it was assigned shrinks between two calls of one turn. */
  private static final class ShrinkingConsumer extends MockConsumer<byte[], byte[]> {

    private boolean leaveBeforePausing;
    private boolean isBroken;

    ShrinkingConsumer() {
      super("none");
      subscribe(List.of(Logs.TOPIC));
      rebalance(Set.of(STAYS, LEAVES));
    }

    @Override
    public synchronized void pause(Collection<TopicPartition> ids) {
      if (isBroken) {
        throw new IllegalStateException("broken");
      }
      if (leaveBeforePausing) {
        leaveBeforePausing = false;
        rebalance(Set.of(STAYS));
      }
      super.pause(ids);
    }
  }
}
