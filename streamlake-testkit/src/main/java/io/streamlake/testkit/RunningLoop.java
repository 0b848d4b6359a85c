package io.streamlake.testkit;

import io.streamlake.core.loop.CloseReport;
import io.streamlake.core.loop.ConsumerLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/** One run of a loop, from its start to its crash or end: how it is turned, and when it is idle. */
final class RunningLoop {

  /** Longer than the commit interval and the longest backoff that are set by default. */
  private static final Duration QUIET = Duration.ofSeconds(60);

  private static final int MANY_TURNS = 100_000;

  private final ConsumerLoop loop;
  private final LogConsumer consumer;
  private final StepExecutor workers;
  private final TestGroup group;
  private final VirtualTime time;

  RunningLoop(
      ConsumerLoop loop,
      LogConsumer consumer,
      StepExecutor workers,
      TestGroup group,
      VirtualTime time) {
    this.loop = loop;
    this.consumer = consumer;
    this.workers = workers;
    this.group = group;
    this.time = time;
  }

  ConsumerLoop loop() {
    return loop;
  }

  LogConsumer consumer() {
    return consumer;
  }

  boolean turn() {
    boolean goesOn = loop.turn();
    workers.runAll();
    return goesOn;
  }

  void turns(int count) {
    boolean goesOn = true;
    for (int i = 0; i < count && goesOn; i++) {
      goesOn = turn();
    }
  }

  void runFor(Duration duration) {
    long deadline = time.deadline(duration);
    while (time.nanoTime() < deadline) {
      turnOrThrow();
    }
  }

  void runUntil(BooleanSupplier condition) {
    for (int turns = 0; !condition.getAsBoolean(); turns++) {
      if (turns == MANY_TURNS) {
        throw new IllegalStateException("still not so after " + MANY_TURNS + " turns");
      }
      turnOrThrow();
    }
  }

  void runUntilIdle() {
    Object before = progress();
    long quietSince = time.nanoTime();
    for (int turns = 0; time.nanoTime() - quietSince < QUIET.toNanos(); turns++) {
      if (turns == MANY_TURNS) {
        throw new IllegalStateException("still not idle after " + MANY_TURNS + " turns");
      }
      turnOrThrow();
      Object after = progress();
      quietSince = after.equals(before) ? quietSince : time.nanoTime();
      before = after;
    }
  }

  private Object progress() {
    return List.of(consumer.fetching().consumed(), group.committed());
  }

  private void turnOrThrow() {
    if (turn()) {
      return;
    }
    try {
      termination().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the loop has ended: " + e.getCause(), e.getCause());
    }
    throw new IllegalStateException("the loop was closed");
  }

  CloseReport shutdown(Duration timeout) {
    loop.shutdown(timeout);
    boolean goesOn = true;
    while (goesOn) {
      goesOn = turn();
    }
    return termination().join();
  }

  /** Dies without a word; what its workers had not begun never happens. */
  void crash() {
    workers.clear();
    if (consumer.isOpen()) {
      group.crash(consumer);
    }
  }

  private CompletableFuture<CloseReport> termination() {
    return loop.termination().toCompletableFuture();
  }
}
