package io.streamlake.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How the client commits: the broker sees a commit at once, the callback of an asynchronous one
 * runs inside a later call (ConsumerCoordinator, invokeCompletedOffsetCommitCallbacks).
 */
final class Committing {

  private static final Duration RETRY_BACKOFF = Duration.ofMillis(100);

  private final TestGroup group;
  private final Membership membership;
  private final VirtualTime time;
  private final Deque<Answer> answers = new ArrayDeque<>();

  Committing(TestGroup group, Membership membership, VirtualTime time) {
    this.group = group;
    this.membership = membership;
    this.time = time;
  }

  void async(
      Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
    runCallbacks();
    RuntimeException error = group.commit(membership.current(), offsets);
    answers.add(new Answer(Map.copyOf(offsets), asynchronous(error), callback));
  }

  /** Every callback of an earlier asynchronous commit runs before this returns, held or not. */
  void sync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    runAllCallbacks();
    if (offsets.isEmpty()) {
      return;
    }
    long deadline = time.deadline(timeout);
    RuntimeException error = group.commit(membership.current(), offsets);
    while (error instanceof RetriableException && time.nanoTime() < deadline) {
      time.advance(RETRY_BACKOFF);
      error = group.commit(membership.current(), offsets);
    }
    if (error != null) {
      throw synchronous(error, timeout);
    }
  }

  void runCallbacks() {
    if (!group.areAnswersHeld()) {
      runAllCallbacks();
    }
  }

  /** A callback may commit again: the answer to that is not there yet, so it waits. */
  void runAllCallbacks() {
    for (int due = answers.size(); due > 0 && !answers.isEmpty(); due--) {
      answers.remove().run();
    }
  }

  /**
   * ConsumerCoordinator.doCommitOffsetsAsync, CommitRequestManager.commitAsyncExceptionForError.
   */
  private static @Nullable RuntimeException asynchronous(@Nullable RuntimeException error) {
    return error instanceof RetriableException ? new RetriableCommitFailedException(error) : error;
  }

  /** ClassicKafkaConsumer.commitSync, CommitRequestManager.commitSyncExceptionForError. */
  private static RuntimeException synchronous(RuntimeException error, Duration timeout) {
    if (error instanceof RetriableException) {
      return new TimeoutException(
          "Timeout of " + timeout + " expired before successfully committing offsets", error);
    }
    if (error instanceof StaleMemberEpochException) {
      return new CommitFailedException(
          "OffsetCommit failed with stale member epoch. " + error.getMessage());
    }
    return error;
  }

  private record Answer(
      Map<TopicPartition, OffsetAndMetadata> offsets,
      @Nullable RuntimeException error,
      @Nullable OffsetCommitCallback callback) {

    void run() {
      if (callback != null) {
        callback.onComplete(offsets, error);
      }
    }
  }
}
