package io.streamlake.gcs.ledger;

import io.streamlake.core.StreamLakeException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Asks a store many things at once, because each takes a round trip, and keeps only so many answers
 * that have not been heard. One thread asks and hears.
 */
final class ParallelCalls implements AutoCloseable {

  private static final int THREADS = 16;
  private static final int WINDOW = 64;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "streamlake-audit");
            thread.setDaemon(true);
            return thread;
          });

  /** Questions whose answers are heard in the order in which they were asked. */
  Queue queue() {
    return new Queue();
  }

  /** Answers on their way. */
  final class Queue {

    private final Deque<Future<Runnable>> pending = new ArrayDeque<>();

    private Queue() {}

    /**
     * Asks on another thread; what the question returns is run later on this one. Hears the oldest
     * answer first if too many are on their way.
     */
    void ask(Supplier<Runnable> question) {
      if (pending.size() == WINDOW) {
        await(pending.remove()).run();
      }
      pending.add(threads.submit(question::get));
    }

    /** Hears all answers that are on their way. */
    void hearAll() {
      while (!pending.isEmpty()) {
        await(pending.remove()).run();
      }
    }
  }

  private static Runnable await(Future<Runnable> answer) {
    try {
      return answer.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StreamLakeException("the audit was interrupted", interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof StreamLakeException known) {
        throw known;
      }
      throw new IllegalStateException("a call of the audit failed", failed.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
