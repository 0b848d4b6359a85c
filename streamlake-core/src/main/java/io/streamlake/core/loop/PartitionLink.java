package io.streamlake.core.loop;

import io.streamlake.core.Assignment;
import io.streamlake.core.decision.PauseReason;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Carries what lane and handler of one epoch say to the poll thread: every message goes through the
 * inbox and is dropped there once the epoch is over. Safe for use from any thread.
 */
final class PartitionLink implements Assignment, LaneEvents {

  private final TopicPartition id;
  private final long epoch;
  private final Inbox inbox;
  private final PartitionEvents target;
  private volatile @Nullable AssignedPartition partition;

  /** Where the messages go, on the poll thread. */
  interface PartitionEvents {

    void settled(AssignedPartition partition, long from, long to, int records, SettledAs as);

    void after(AssignedPartition partition, Duration delay, Runnable laneTask);

    void stopped(AssignedPartition partition, OptionalLong firstNotTaken);

    void restart(AssignedPartition partition, String reason);

    void policyStart(AssignedPartition partition, CompletableFuture<Long> answer);

    void failed(Throwable failure);

    /** A record is tried again; told for metrics only. */
    default void retried(AssignedPartition partition, HandlerWatch.Retry retry) {}
  }

  PartitionLink(TopicPartition id, long epoch, Inbox inbox, PartitionEvents target) {
    this.id = id;
    this.epoch = epoch;
    this.inbox = inbox;
    this.target = target;
  }

  /** Connects the link; on the poll thread, right after the handler was made. */
  void connect(AssignedPartition connected) {
    partition = connected;
  }

  private void post(Consumer<AssignedPartition> message) {
    inbox.post(
        () -> {
          AssignedPartition current = partition;
          if (current != null && current.isLive()) {
            message.accept(current);
          }
        });
  }

  @Override
  public TopicPartition partition() {
    return id;
  }

  @Override
  public long epoch() {
    return epoch;
  }

  @Override
  public CompletionStage<Long> policyStart() {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    post(current -> target.policyStart(current, answer));
    return answer;
  }

  @Override
  public Executor lane() {
    return task -> {
      AssignedPartition current = partition;
      if (current != null) {
        current.lane().executor().execute(task);
      }
    };
  }

  @Override
  public void restart(String reason) {
    post(current -> target.restart(current, reason));
  }

  @Override
  public void pause() {
    waits(PauseReason.HANDLER);
  }

  @Override
  public void resume() {
    proceeds(PauseReason.HANDLER);
  }

  @Override
  public void settled(long from, long to, int records, SettledAs as) {
    post(current -> target.settled(current, from, to, records, as));
  }

  @Override
  public void waits(PauseReason reason) {
    post(current -> current.reasons().add(reason));
  }

  @Override
  public void proceeds(PauseReason reason) {
    post(current -> current.reasons().remove(reason));
  }

  @Override
  public void after(Duration delay, Runnable laneTask) {
    post(current -> target.after(current, delay, laneTask));
  }

  /** A record is tried again. */
  void retried(HandlerWatch.Retry retry) {
    post(current -> target.retried(current, retry));
  }

  @Override
  public void stopped(OptionalLong firstNotTaken) {
    post(current -> target.stopped(current, firstNotTaken));
  }

  @Override
  public void failed(Throwable failure) {
    inbox.post(() -> target.failed(failure));
  }
}
