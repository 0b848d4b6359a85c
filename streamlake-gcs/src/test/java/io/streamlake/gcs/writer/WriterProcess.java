package io.streamlake.gcs.writer;

import io.streamlake.core.StartPolicy;
import io.streamlake.core.loop.CloseReport;
import io.streamlake.gcs.stage.DiskSpace;
import io.streamlake.gcs.stage.StagingArea;
import io.streamlake.gcs.store.InMemoryObjectStore.Call;
import io.streamlake.gcs.store.InMemoryObjectStore.Moment;
import io.streamlake.gcs.store.StoreException;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.StepExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A process with a loop and a raw zone, in virtual time. Its store requests run on workers of their
 * own, which can be stopped for a while, as a virtual machine that is migrated does.
 */
final class WriterProcess {

  final WriterSettings settings = new WriterSettings();
  final ProcessStore store;
  long stagingBytes = 1 << 30;
  DiskSpace disk = new DiskSpace(1L << 40, 1L << 40);

  private final WriterWorld world;
  private final LoopHarness harness;
  private final StepExecutor workers;
  private final List<Runnable> parked = new ArrayList<>();
  private @Nullable RawZone zone;
  private @Nullable StagingArea area;
  private boolean isFrozen;
  private boolean isRunning;
  private boolean isDead;
  private long life;
  private RecoveryPolicy started = RecoveryPolicy.HOLD;

  WriterProcess(WriterWorld world, LoopHarness harness, StepExecutor workers) {
    this.world = world;
    this.harness = harness;
    this.workers = workers;
    this.store = new ProcessStore(world.store);
    harness.time().attach(workers);
    harness.with(loop -> loop.partitionHandlers(assignment -> zone().assigned(assignment)));
  }

  /** Starts it; every partition is its own then. */
  WriterProcess start() {
    life++;
    isDead = false;
    isFrozen = false;
    long born = life;
    StagingArea opened = StagingArea.open(world.directory, stagingBytes);
    area = opened;
    Surroundings surroundings =
        new Surroundings(
            task -> workers.execute(() -> work(born, task)),
            (delay, task) -> harness.time().schedule(delay, () -> ifAlive(born, task)),
            harness.time(),
            () -> disk,
            () -> life++);
    RawZoneSettings built = settings.build();
    started = built.recovery();
    zone = RawZone.open(built, store, opened, world.identity, surroundings);
    harness.start();
    isRunning = true;
    return this;
  }

  private void ifAlive(long born, Runnable task) {
    if (born == life && !isDead) {
      task.run();
    }
  }

  private void work(long born, Runnable task) {
    if (isFrozen && born == life) {
      parked.add(() -> work(born, task));
      return;
    }
    ifAlive(born, task);
  }

  void pollOneRecordAtATime() {
    harness.with(loop -> loop.consumerConfig(Map.of("group.id", "testers", "max.poll.records", 1)));
  }

  void startAtLatest() {
    harness.with(loop -> loop.startPolicy(StartPolicy.latest()));
  }

  /** Stops its requests to the store; nothing else of it notices. */
  void freeze() {
    isFrozen = true;
  }

  /** Ends {@link #freeze}. */
  void thaw() {
    isFrozen = false;
    List<Runnable> waiting = List.copyOf(parked);
    parked.clear();
    waiting.forEach(workers::execute);
  }

  /** Dies at a request: nothing of it has any effect from then on. */
  void dieAt(Moment when, Predicate<Call> which) {
    store.inject(
        (moment, call) -> {
          if (isDead || (moment == when && which.test(call))) {
            isDead = true;
            throw ProcessStore.failure(StoreException.Kind.TRANSIENT, call);
          }
        });
  }

  /** What it may do since its last start. */
  RecoveryPolicy started() {
    return started;
  }

  boolean isFrozen() {
    return isFrozen;
  }

  boolean isRunning() {
    return isRunning;
  }

  boolean isDead() {
    return isDead;
  }

  /** Turns until the request at which it dies, and buries it. */
  void runUntilDead() {
    harness.runUntil(() -> isDead);
    crash();
  }

  void crash() {
    isRunning = false;
    isDead = false;
    life++;
    workers.clear();
    parked.clear();
    store.heal();
    harness.crash();
    area().close();
  }

  WriterProcess restart() {
    crash();
    return start();
  }

  CloseReport shutdown() {
    CloseReport report = harness.shutdown();
    isRunning = false;
    zone().close();
    area().close();
    return report;
  }

  /** Turns until nothing moves, and what is staged was rolled by its age. */
  WriterProcess drain() {
    harness.runFor(settings.rollAge.plusSeconds(90));
    harness.runUntilIdle();
    return this;
  }

  WriterProcess runFor(Duration duration) {
    harness.runFor(duration);
    return this;
  }

  void own(TopicPartition... partitions) {
    harness.assign(List.of(partitions));
  }

  LoopHarness harness() {
    return harness;
  }

  StagingArea area() {
    return Objects.requireNonNull(area);
  }

  RawZone zone() {
    return Objects.requireNonNull(zone);
  }
}
