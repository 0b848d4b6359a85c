package io.streamlake.gcs.ledger;

import io.streamlake.core.StreamLakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Asks a store many things at once, because each takes a round trip. */
final class ParallelCalls implements AutoCloseable {

  private static final int THREADS = 16;
  private static final int BATCH = 1_024;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "streamlake-audit");
            thread.setDaemon(true);
            return thread;
          });

  /** Maps values in their order; the first failure is thrown, the rest abandoned. */
  <T, R> List<R> map(List<T> values, Function<T, R> call) {
    List<R> results = new ArrayList<>(values.size());
    for (int start = 0; start < values.size(); start += BATCH) {
      List<T> batch = values.subList(start, Math.min(values.size(), start + BATCH));
      List<Future<R>> answers =
          batch.stream().map(value -> threads.submit(() -> call.apply(value))).toList();
      answers.forEach(answer -> results.add(await(answer)));
    }
    return results;
  }

  private static <R> R await(Future<R> answer) {
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
