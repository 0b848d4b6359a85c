package io.streamlake.core.loop;

import io.streamlake.core.TimeSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The workers of one keyed lane, and the runs that wait for one. A worker takes run after run for a
 * turn, so that cheap handlers cost no thread switch for each record; then it queues up behind
 * those of other lanes. Used on the lane, but for the turns.
 */
final class KeyWorkers {

  private static final int TURN = 64;
  private static final long TURN_NANOS = 1_000_000;

  private final Executor workers;
  private final int concurrency;
  private final TimeSource time;
  private final CombiningExecutor lane;
  private final Consumer<KeyRun> handOver;
  private final Queue<KeyRun> ready = new ConcurrentLinkedQueue<>();
  private volatile boolean isHalted;
  private volatile boolean isOneByOne;
  private int scheduled;
  private int working;

  KeyWorkers(
      KeyedLaneSettings settings,
      TimeSource time,
      CombiningExecutor lane,
      Consumer<KeyRun> handOver) {
    this.workers = settings.workers();
    this.concurrency = settings.concurrency();
    this.time = time;
    this.lane = lane;
    this.handOver = handOver;
  }

  /** Lets the workers take no further run, or take them again; from any thread. */
  void halt(boolean halted) {
    isHalted = halted;
  }

  /** Whether a record is handed over only when it is known what became of the one before. */
  void oneByOne(boolean isSo) {
    isOneByOne = isSo;
  }

  /** Queues a run for the next free worker. */
  void schedule(KeyRun run) {
    run.setScheduled(true);
    scheduled++;
    ready.add(run);
  }

  /** Notes that a worker has left the outcome of a run's first record. */
  void returned(KeyRun run) {
    run.setScheduled(false);
    scheduled--;
  }

  /** Whether no run waits for a worker, and no worker has one. */
  boolean isIdle() {
    return scheduled == 0;
  }

  /** Calls as many workers as there is work for. */
  void dispatch() {
    int wanted = Math.min(isOneByOne ? 1 : concurrency, scheduled);
    while (!isHalted && working < wanted) {
      working++;
      workers.execute(this::turn);
    }
  }

  /** Takes back the runs that no worker has. */
  void withdraw() {
    for (KeyRun run = ready.poll(); run != null; run = ready.poll()) {
      returned(run);
    }
  }

  private void turn() {
    long start = time.nanoTime();
    for (int i = 0; i < TURN && !isHalted; i++) {
      KeyRun run = ready.poll();
      if (run == null) {
        break;
      }
      handOver.accept(run);
      if (isOneByOne || time.nanoTime() - start >= TURN_NANOS) {
        break;
      }
    }
    if (!isHalted && !isOneByOne && !ready.isEmpty()) {
      workers.execute(this::turn);
      return;
    }
    lane.executeHere(() -> working--);
  }
}
