package io.streamlake.core.loop;

import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Place;
import io.streamlake.core.Settlement;
import io.streamlake.core.decision.PauseReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands one partition's records to its handler, in order, on the workers. The poll thread offers
 * batches; everything else happens on the lane.
 */
final class Lane implements SerialExecutor.Work {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private final PartitionHandler handler;
  private final LaneEvents events;
  private final FailureHandling failures;
  private final SerialExecutor executor;
  private final SettlementRuns runs;
  private final LaneDeadLetters deadLetters;
  private final AtomicLong bufferedBytes = new AtomicLong();
  private final AtomicBoolean isReportWanted = new AtomicBoolean();
  private volatile boolean isStopped;

  private final Deque<Batch> batches = new ArrayDeque<>();
  private int cursor;
  private final Attempts attempts;
  private @Nullable PauseReason waitingFor;
  private boolean isWaiting;

  Lane(PartitionHandler handler, LaneEvents events, FailureHandling failures, Executor workers) {
    this.handler = handler;
    this.events = events;
    this.failures = failures;
    this.executor = new SerialExecutor(workers, this, events::failed);
    this.runs = new SettlementRuns(events, executor);
    this.attempts = new Attempts(failures);
    this.deadLetters = new LaneDeadLetters(events, failures, handler, executor, runs);
  }

  /** Runs tasks in turn with the handler's calls. */
  Executor executor() {
    return executor;
  }

  /** What is offered and not yet taken by the handler; from any thread. */
  long bufferedBytes() {
    return bufferedBytes.get();
  }

  /** Offers a batch; on the poll thread. */
  void offer(Batch batch) {
    bufferedBytes.addAndGet(batch.bytes());
    executor.execute(() -> batches.add(batch));
  }

  /** Asks the lane to tell what is settled, though its batch is not finished; from any thread. */
  void requestReport() {
    if (isReportWanted.compareAndSet(false, true)) {
      executor.execute(this::report);
    }
  }

  /** Lets the handler flush, and goes on; from any thread. */
  void flush() {
    executor.execute(
        () -> {
          report();
          CompletionStage<?> unused = flushed();
        });
  }

  /** Takes no further record, then flushes; from any thread. */
  void stopAndFlush(Runnable onFlushed) {
    isStopped = true;
    executor.execute(
        () -> {
          runs.report();
          events.stopped(firstNotTaken());
          flushed().whenComplete((nothing, failure) -> executor.execute(onFlushed));
        });
  }

  /** Takes no further record, tells the handler as the last thing, and ends; from any thread. */
  void drop() {
    isStopped = true;
    executor.executeLast(
        () -> {
          batches.clear();
          handler.dropped();
        });
  }

  @Override
  public boolean proceed() {
    if (!isReady()) {
      return false;
    }
    Batch batch = batches.getFirst();
    while (cursor < batch.records().size()) {
      if (executor.hasTasks() || !isReady()) {
        return isReady();
      }
      handle(batch, batch.records().get(cursor));
    }
    finish(batch);
    return isReady();
  }

  private boolean isReady() {
    return !isStopped && !isWaiting && !batches.isEmpty() && !deadLetters.isBlocking();
  }

  private void handle(Batch batch, ConsumerRecord<byte[], byte[]> record) {
    CompletionStage<?> stage;
    try {
      stage = Objects.requireNonNull(handler.accept(record), "the handler's stage");
    } catch (InterruptedException | InterruptException e) {
      interrupted(record);
      return;
    } catch (Exception e) {
      failed(batch, record, e);
      return;
    }
    runs.add(stage, record.offset(), batch.endOf(cursor));
    deadLetters.handled();
    taken();
  }

  /** No attempt and no verdict: the record stays unsettled and is read again, if anyone is left. */
  private void interrupted(ConsumerRecord<byte[], byte[]> record) {
    Thread.currentThread().interrupt();
    isStopped = true;
    events.restart("the handler was interrupted at " + Place.of(record));
  }

  private void taken() {
    cursor++;
    attempts.reset();
    PauseReason reason = waitingFor;
    if (reason != null) {
      waitingFor = null;
      events.proceeds(reason);
    }
  }

  private void finish(Batch batch) {
    batches.removeFirst();
    cursor = 0;
    bufferedBytes.addAndGet(-batch.bytes());
    runs.report();
    handler.advanced(batch.next());
  }

  private void failed(Batch batch, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    runs.split();
    switch (attempts.decide(failure)) {
      case RETRY -> await(PauseReason.BACKOFF, record, failure);
      case HOLD -> await(PauseReason.HELD, record, failure);
      case DEAD_LETTER -> {
        LOG.debug("{}: dead letter after attempt {}", Place.of(record), attempts.count(), failure);
        deadLetters.send(failures.letter(record, failure, attempts.count()), batch.endOf(cursor));
        taken();
      }
      case STOP -> {
        isStopped = true;
        events.failed(failure);
      }
    }
  }

  private void await(PauseReason reason, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    Duration delay = attempts.backoff(failure);
    isWaiting = true;
    if (waitingFor != reason) {
      tell(reason, record, failure);
      if (waitingFor != null) {
        events.proceeds(waitingFor);
      }
      waitingFor = reason;
      events.waits(reason);
    }
    events.after(delay, () -> isWaiting = false);
  }

  private static void tell(
      PauseReason reason, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    if (reason == PauseReason.HELD) {
      LOG.error(
          "{}: cannot be handled and is not given up; its lane is held and tried again: {}",
          Place.of(record),
          failure.toString());
      return;
    }
    LOG.warn("{}: failed and is tried again: {}", Place.of(record), failure.toString());
  }

  private void report() {
    isReportWanted.set(false);
    runs.report();
  }

  private CompletionStage<?> flushed() {
    try {
      CompletionStage<?> flushed = handler.flush();
      if (flushed != null) {
        return flushed;
      }
      LOG.warn("flush() returned null, which is taken for a flush that is done: fix the handler");
      return Settlement.NOW;
    } catch (RuntimeException e) {
      LOG.warn("the flush failed; what is not safe will be read again", e);
      return Settlement.NOW;
    }
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
