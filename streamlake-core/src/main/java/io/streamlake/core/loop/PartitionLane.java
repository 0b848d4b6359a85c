package io.streamlake.core.loop;

import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Place;
import io.streamlake.core.decision.PauseReason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;

/** Hands over one record after the other, in the order of their offsets. */
sealed class PartitionLane implements Lane, SerialExecutor.Work permits BatchLane {

  private final PartitionHandler handler;
  private final LaneEvents events;
  private final SerialExecutor executor;
  private final SettlementRuns runs;
  private final LaneDeadLetters deadLetters;
  private final Attempts attempts;
  private final AtomicLong bufferedBytes = new AtomicLong();
  private final AtomicBoolean isReportWanted = new AtomicBoolean();
  private volatile boolean isStopped;

  private final Deque<Batch> batches = new ArrayDeque<>();
  private int cursor;
  private boolean isOutOfRoom;

  PartitionLane(
      PartitionHandler handler, LaneEvents events, FailureHandling failures, Executor workers) {
    this.handler = handler;
    this.events = events;
    this.executor = new SerialExecutor(workers, this, events::failed);
    this.runs = new SettlementRuns(events, executor);
    this.deadLetters = new LaneDeadLetters(events, failures, handler, executor, runs);
    this.attempts = new Attempts(events, failures, deadLetters, () -> {});
  }

  @Override
  public Executor executor() {
    return executor;
  }

  @Override
  public long bufferedBytes() {
    return bufferedBytes.get();
  }

  @Override
  public boolean isPausedBy(PauseReason reason) {
    return true;
  }

  @Override
  public void offer(Batch batch) {
    bufferedBytes.addAndGet(batch.bytes());
    executor.execute(() -> batches.add(batch));
  }

  @Override
  public void requestReport() {
    if (isReportWanted.compareAndSet(false, true)) {
      executor.execute(this::report);
    }
  }

  @Override
  public void flush() {
    executor.execute(
        () -> {
          report();
          CompletionStage<?> unused = Flush.of(handler);
        });
  }

  @Override
  public void stopAndFlush(Consumer<Optional<Throwable>> onFlushed) {
    isStopped = true;
    executor.execute(
        () -> {
          runs.report();
          events.stopped(firstNotTaken());
          Flush.of(handler)
              .whenComplete(
                  (nothing, failure) ->
                      executor.execute(() -> onFlushed.accept(Optional.ofNullable(failure))));
        });
  }

  @Override
  public void drop() {
    isStopped = true;
    executor.executeLast(
        () -> {
          batches.clear();
          handler.dropped();
        });
  }

  @Override
  public boolean proceed() {
    isOutOfRoom = false; // a task has run since it was asked
    if (!isReady()) {
      return false;
    }
    Batch batch = batches.getFirst();
    while (cursor < batch.records().size()) {
      if (executor.hasTasks() || !isReady()) {
        return isReady();
      }
      handleNext(batch);
    }
    finish(batch);
    return isReady();
  }

  private boolean isReady() {
    return !isStopped
        && !isOutOfRoom
        && !attempts.isWaiting()
        && !batches.isEmpty()
        && !deadLetters.isBlocking();
  }

  /** Hands over what is next of a batch that has more. */
  void handleNext(Batch batch) {
    ConsumerRecord<byte[], byte[]> record = batch.records().get(cursor);
    CompletionStage<?> stage;
    try {
      if (!handler.hasRoomFor(record)) {
        isOutOfRoom = true;
        return;
      }
      stage = Objects.requireNonNull(handler.accept(record), "the handler's stage");
    } catch (InterruptedException | InterruptException e) {
      interrupted(record);
      return;
    } catch (Exception e) {
      failed(batch, record, e);
      return;
    }
    accepted(batch, record, stage);
  }

  final void accepted(
      Batch batch, ConsumerRecord<byte[], byte[]> record, CompletionStage<?> stage) {
    runs.add(stage, record.offset(), batch.endOf(cursor));
    deadLetters.handled();
    taken();
  }

  /** Where in its batch the next record is. */
  final int cursor() {
    return cursor;
  }

  /** No attempt and no verdict: the record stays unsettled and is read again, if anyone is left. */
  final void interrupted(ConsumerRecord<byte[], byte[]> record) {
    Thread.currentThread().interrupt();
    isStopped = true;
    events.restart("the handler was interrupted at " + Place.of(record));
  }

  private void taken() {
    cursor++;
    attempts.next();
  }

  void finish(Batch batch) {
    batches.removeFirst();
    cursor = 0;
    bufferedBytes.addAndGet(-batch.bytes());
    runs.report();
    handler.advanced(batch.next());
  }

  final void failed(Batch batch, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    runs.split();
    if (attempts.isGivenUp(record, batch.endOf(cursor), failure)) {
      taken();
    }
  }

  private void report() {
    isReportWanted.set(false);
    runs.report();
  }

  private OptionalLong firstNotTaken() {
    Batch batch = batches.peekFirst();
    if (batch == null) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        cursor < batch.records().size() ? batch.records().get(cursor).offset() : batch.next());
  }
}
