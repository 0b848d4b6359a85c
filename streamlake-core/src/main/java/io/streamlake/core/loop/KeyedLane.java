package io.streamlake.core.loop;

import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Place;
import io.streamlake.core.decision.PauseReason;
import java.util.HashMap;
import java.util.Map;
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
import org.jspecify.annotations.Nullable;

/**
 * Hands over the records of each lane key in the order of their offsets, those of different keys at
 * the same time. All but the handler's calls happens on the lane.
 */
final class KeyedLane implements Lane {

  private final PartitionHandler handler;
  private final LaneEvents events;
  private final LaneEvents runEvents;
  private final FailureHandling failures;
  private final LaneKeys keys;
  private final CombiningExecutor executor;
  private final ScatteredSettlements settlements;
  private final LaneDeadLetters deadLetters;
  private final KeyWorkers keyWorkers;
  private final AtomicLong bufferedBytes = new AtomicLong();
  private final AtomicBoolean isReportWanted = new AtomicBoolean();
  private volatile boolean isStopped;

  private final Map<Object, KeyRun> runs = new HashMap<>();
  private @Nullable Consumer<Optional<Throwable>> onStopped;
  private boolean isAtRest;

  KeyedLane(
      PartitionHandler handler, LaneEvents events, FailureHandling failures, KeyedLaneSettings of) {
    this.handler = handler;
    this.events = events;
    this.runEvents = new CountedWaits(events);
    this.failures = failures;
    this.keys = of.keys();
    this.executor = new CombiningExecutor(of.workers(), this::proceed, events::failed);
    this.settlements = new ScatteredSettlements(events, executor);
    this.deadLetters = new LaneDeadLetters(events, failures, handler, executor, settlements);
    this.keyWorkers = new KeyWorkers(of, failures.time(), executor, this::handOver);
  }

  @Override
  public Executor executor() {
    return executor;
  }

  @Override
  public long bufferedBytes() {
    return bufferedBytes.get();
  }

  /** What some of its keys wait for does not stop the others. */
  @Override
  public boolean isPausedBy(PauseReason reason) {
    return !reason.isOfRecord();
  }

  @Override
  public void offer(Batch batch) {
    bufferedBytes.addAndGet(batch.bytes());
    executor.execute(() -> take(batch));
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
    stop();
    executor.execute(() -> onStopped = onFlushed);
  }

  @Override
  public void drop() {
    stop();
    executor.executeLast(
        () -> {
          runs.clear();
          handler.dropped();
        });
  }

  private void stop() {
    isStopped = true;
    keyWorkers.halt(true);
  }

  private void proceed() {
    keyWorkers.halt(isStopped || deadLetters.isFull());
    keyWorkers.oneByOne(deadLetters.isTrying());
    keyWorkers.dispatch();
    if (isStopped) {
      keyWorkers.withdraw();
    }
    if (keyWorkers.isIdle()) {
      report();
      comeToRest();
    }
  }

  /** From here on bytes are counted a record at a time; those of the batch were an estimate. */
  private void take(Batch batch) {
    long exact = batch.records().stream().mapToLong(Batch::bytesOf).sum();
    bufferedBytes.addAndGet(exact - batch.bytes());
    for (int i = 0; i < batch.records().size(); i++) {
      ConsumerRecord<byte[], byte[]> record = batch.records().get(i);
      KeyRun run = runs.computeIfAbsent(keys.apply(record), KeyRun::new);
      run.add(new KeyRun.Entry(record, batch.endOf(i)));
      goOn(run);
    }
  }

  private void goOn(KeyRun run) {
    if (run.isOver()) {
      runs.remove(run.key(), run);
      return;
    }
    if (!run.isEmpty() && !run.isScheduled() && !run.isBlocked() && !isStopped) {
      keyWorkers.schedule(run);
    }
  }

  /** Lets the handler take the first record of a run; on a worker. */
  private void handOver(KeyRun run) {
    try {
      run.leave(
          Objects.requireNonNull(handler.accept(run.first().record()), "the handler's stage"),
          null);
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
      interrupted(run);
      run.leave(null, e);
    } catch (Exception e) {
      run.leave(null, e);
    } catch (Throwable e) { // an Error settles nothing and ends the loop
      stop();
      events.failed(e);
      executor.executeHere(keyWorkers::withdraw);
      return;
    }
    executor.executeHere(() -> returned(run));
  }

  /** No attempt and no verdict: the record stays unsettled and is read again, if anyone is left. */
  private void interrupted(KeyRun run) {
    stop();
    events.restart("the handler was interrupted at " + Place.of(run.first().record()));
  }

  private void returned(KeyRun run) {
    keyWorkers.returned(run);
    Exception failure = run.failure();
    KeyRun.Entry entry = run.first();
    if (failure == null) {
      settlements.addAlone(run.stage(), entry.record().offset(), entry.to(), SettledAs.DONE);
      deadLetters.handled();
      taken(run);
    } else if (!isInterrupt(failure)
        && attemptsAt(run).isGivenUp(entry.record(), entry.to(), failure)) {
      taken(run);
    }
    goOn(run);
  }

  private static boolean isInterrupt(Exception failure) {
    return failure instanceof InterruptedException || failure instanceof InterruptException;
  }

  private Attempts attemptsAt(KeyRun run) {
    Attempts known = run.attempts();
    if (known != null) {
      return known;
    }
    Attempts begun = new Attempts(runEvents, failures, deadLetters, () -> goOn(run));
    run.attempts(begun);
    return begun;
  }

  private void taken(KeyRun run) {
    bufferedBytes.addAndGet(-Batch.bytesOf(run.first().record()));
    run.removeFirst();
  }

  private void report() {
    isReportWanted.set(false);
    settlements.report();
  }

  /** A record that waits for its next attempt, or whose letter is held, counts as not taken. */
  private void comeToRest() {
    Consumer<Optional<Throwable>> onFlushed = onStopped;
    if (onFlushed == null) {
      return;
    }
    events.stopped(firstNotTaken());
    if (!isAtRest) {
      isAtRest = true;
      Flush.of(handler)
          .whenComplete(
              (nothing, failure) ->
                  executor.execute(() -> onFlushed.accept(Optional.ofNullable(failure))));
    }
  }

  private OptionalLong firstNotTaken() {
    long first = deadLetters.firstHeld().orElse(Long.MAX_VALUE);
    for (KeyRun run : runs.values()) {
      if (!run.isEmpty()) {
        first = Math.min(first, run.first().record().offset());
      }
    }
    return first == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(first);
  }
}
