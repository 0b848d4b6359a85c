package io.streamlake.gcs.writer;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Hands requests to the store's workers: those that have a rank before all others, the lowest rank
 * first, and the others as the workers take them. Safe for use by several threads.
 */
final class StoreQueue {

  /** The rank of what nobody hurries. */
  static final long ORDINARY = Long.MAX_VALUE;

  private record Ranked(long rank, long number, Runnable task) {}

  private final Executor workers;
  private final Queue<Ranked> ranked =
      new PriorityQueue<>(Comparator.comparingLong(Ranked::rank).thenComparingLong(Ranked::number));

  /** Whose turn was taken by what has a rank; that one's own turn is theirs. */
  private final Queue<Runnable> overtaken = new ArrayDeque<>();

  private long number;

  StoreQueue(Executor workers) {
    this.workers = workers;
  }

  /** Runs a task on a worker. */
  void execute(long rank, Runnable task) {
    if (rank == ORDINARY) {
      workers.execute(() -> next(task).run());
      return;
    }
    add(rank, task);
    workers.execute(() -> next(null).run());
  }

  private synchronized void add(long rank, Runnable task) {
    number++;
    ranked.add(new Ranked(rank, number, task));
  }

  private synchronized Runnable next(@Nullable Runnable ordinary) {
    if (ordinary != null) {
      overtaken.add(ordinary);
    }
    Ranked first = ranked.poll();
    return first == null ? overtaken.remove() : first.task();
  }
}
