package io.streamlake.testkit.simulation;

import io.streamlake.testkit.StepExecutor;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The workers of one process: each task begins a little later, some much later, in any order. */
final class LateWorkers implements Executor {

  private static final Duration USUAL = Duration.ofMillis(4);
  private static final Duration LATE = Duration.ofSeconds(5);

  private final World world;
  private final Faults faults;
  private final StepExecutor tasks;
  private boolean isDead;

  LateWorkers(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
    this.tasks = StepExecutor.seeded(world.dice().number());
  }

  @Override
  public void execute(Runnable task) {
    if (isDead) {
      return;
    }
    tasks.execute(task);
    Duration longest = faults.strikes(Fault.WORKER_LATE) ? LATE : USUAL;
    world.time().schedule(world.dice().upTo(longest), tasks::runOne);
  }

  int waiting() {
    return tasks.size();
  }

  /** What has not begun never happens. */
  void die() {
    isDead = true;
    tasks.clear();
  }
}
