package io.streamlake.testkit;

import static io.streamlake.testkit.Fixture.P0;
import static io.streamlake.testkit.Fixture.at;
import static io.streamlake.testkit.Fixture.pollOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogConsumerCommittingTest {

  private final Fixture fixture = new Fixture();
  private final TestGroup group = fixture.group;
  private final List<String> answers = new ArrayList<>();
  private final OffsetCommitCallback callback =
      (offsets, error) -> answers.add(error == null ? "ok" : error.getClass().getSimpleName());
  private LogConsumer consumer = fixture.consumer();

  @BeforeEach
  void read() {
    fixture.log.append(P0, "a", "b", "c");
    consumer = fixture.reader(P0);
    pollOnce(consumer);
  }

  @Test
  void runsTheCallbackInsideALaterPoll() { // trap 25
    consumer.commitAsync(at(P0, 1), callback);
    assertThat(answers).isEmpty();
    assertThat(group.committed(P0)).contains(new OffsetAndMetadata(1));

    pollOnce(consumer);

    assertThat(answers).containsExactly("ok");
  }

  @Test
  void aCommitFromACallbackIsAnsweredInThePollAfter() {
    consumer.commitAsync(at(P0, 1), (offsets, error) -> consumer.commitAsync(at(P0, 2), callback));

    pollOnce(consumer);
    assertThat(answers).isEmpty();

    pollOnce(consumer);
    assertThat(answers).containsExactly("ok");
  }

  @Test
  void holdsAnswersOverSeveralPolls() {
    group.holdAnswers();
    consumer.commitAsync(at(P0, 1), callback);
    pollOnce(consumer);
    pollOnce(consumer);
    assertThat(answers).isEmpty();

    group.releaseAnswers();
    pollOnce(consumer);

    assertThat(answers).containsExactly("ok");
  }

  @Test
  void commitSyncRunsEarlierCallbacksFirst() {
    group.holdAnswers();
    consumer.commitAsync(at(P0, 1), callback);

    consumer.commitSync(Map.of());

    assertThat(answers).containsExactly("ok");
  }

  @Test
  void failsCommitsAsScripted() { // trap 3, trap 4
    group.failNextCommit(new RebalanceInProgressException());
    assertThatExceptionOfType(RebalanceInProgressException.class)
        .isThrownBy(() -> consumer.commitSync(at(P0, 1)));
    assertThat(group.committed(P0)).isEmpty();

    group.failNextCommit(new CoordinatorLoadInProgressException("loading"));
    consumer.commitAsync(at(P0, 2), callback);
    pollOnce(consumer);

    assertThat(answers).containsExactly(RetriableCommitFailedException.class.getSimpleName());
    assertThat(group.committed(P0)).isEmpty();
  }

  @Test
  void retriesASynchronousCommitWithinItsTimeout() {
    group.failNextCommit(new CoordinatorLoadInProgressException("loading"));
    group.failNextCommit(new CoordinatorLoadInProgressException("loading"));

    consumer.commitSync(at(P0, 2), Duration.ofSeconds(1));

    assertThat(group.commits())
        .extracting(CommitAttempt::isApplied)
        .containsExactly(false, false, true);
    assertThat(group.committed(P0)).contains(new OffsetAndMetadata(2));
  }

  @Test
  void appliesACommitWhoseAnswerIsLost() {
    group.loseNextCommitAnswer(new RebalanceInProgressException());

    assertThatExceptionOfType(RebalanceInProgressException.class)
        .isThrownBy(() -> consumer.commitSync(at(P0, 1)));

    assertThat(group.committed(P0)).contains(new OffsetAndMetadata(1));
  }

  @Test
  void aFencedMembersCommitIsRefusedThoughItsAnswerIsLost() {
    group.loseNextCommitAnswer(new RebalanceInProgressException());
    group.fence(consumer);

    assertThatExceptionOfType(CommitFailedException.class)
        .isThrownBy(() -> consumer.commitSync(at(P0, 1)));

    assertThat(group.committed(P0)).isEmpty();
  }

  @Test
  void aStaleEpochShowsAsCommitFailedOnlyWhenSynchronous() {
    group.failNextCommit(new StaleMemberEpochException("stale"));
    assertThatExceptionOfType(CommitFailedException.class)
        .isThrownBy(() -> consumer.commitSync(at(P0, 1)));

    group.failNextCommit(new StaleMemberEpochException("stale"));
    consumer.commitAsync(at(P0, 1), callback);
    pollOnce(consumer);

    assertThat(answers).containsExactly(StaleMemberEpochException.class.getSimpleName());
  }

  @Test
  void timesOutWhenTheCoordinatorIsDown() {
    group.coordinatorDown();
    long before = fixture.time.nanoTime();

    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> consumer.committed(Set.of(P0), Duration.ofSeconds(7)));
    assertThat(fixture.time.nanoTime() - before).isEqualTo(Duration.ofSeconds(7).toNanos());
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> consumer.commitSync(at(P0, 1), Duration.ofSeconds(7)));

    group.coordinatorUp();
    consumer.commitSync(at(P0, 1));
    assertThat(group.committed(P0)).isPresent();
  }

  @Test
  void aWakeUpAbortsTheWaitButNotTheCommit() {
    consumer.wakeup();

    assertThatExceptionOfType(WakeupException.class)
        .isThrownBy(() -> consumer.commitSync(at(P0, 1)));

    assertThat(group.committed(P0)).contains(new OffsetAndMetadata(1));
    consumer.commitSync(at(P0, 2));
    assertThat(group.committed(P0)).contains(new OffsetAndMetadata(2));
  }

  @Test
  void refusesMetadataThatTheBrokerWouldRefuse() {
    OffsetAndMetadata huge = new OffsetAndMetadata(1, "x".repeat(5000));

    assertThatExceptionOfType(OffsetMetadataTooLarge.class)
        .isThrownBy(() -> consumer.commitSync(Map.of(P0, huge)));
  }

  @Test
  void subscribingAgainForgetsNothing() {
    consumer.commitSync(at(P0, 2));

    consumer.subscribe(List.of("orders"));

    assertThat(consumer.committed(Set.of(P0))).containsEntry(P0, new OffsetAndMetadata(2));
  }

  @Test
  void closingAnswersWhatWasCommitted() {
    consumer.commitAsync(at(P0, 1), callback);

    consumer.close();

    assertThat(answers).containsExactly("ok");
  }
}
