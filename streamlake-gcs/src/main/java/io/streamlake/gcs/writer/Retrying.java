package io.streamlake.gcs.writer;

import io.streamlake.core.StreamLakeException;
import io.streamlake.core.decision.Backoff;
import io.streamlake.gcs.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a request to the store for as long as its answer is wanted: outages are waited out however
 * long they last. No thread waits between two attempts. Safe for use by several threads.
 */
final class Retrying {

  private static final Logger LOG = LoggerFactory.getLogger(Retrying.class);
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(500);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

  private final StoreQueue queue;
  private final Surroundings.Scheduler scheduler;

  Retrying(Executor workers, Surroundings.Scheduler scheduler) {
    this.queue = new StoreQueue(workers);
    this.scheduler = scheduler;
  }

  /**
   * Runs a request until it succeeds.
   *
   * @param what names the request, for the log
   * @param isWanted asked before each attempt
   * @return completes with the answer; exceptionally when another attempt cannot help, or when the
   *     answer is not wanted any more
   */
  <T> CompletableFuture<T> call(String what, BooleanSupplier isWanted, Supplier<T> request) {
    return caller(isWanted, () -> StoreQueue.ORDINARY).call(what, request);
  }

  /**
   * Somebody who has several requests.
   *
   * @param isWanted asked before each attempt
   * @param rank asked before each attempt, see {@link StoreQueue}
   */
  Caller caller(BooleanSupplier isWanted, LongSupplier rank) {
    return new Caller(this, isWanted, rank);
  }

  /** Runs requests for one purpose. Safe for use by several threads. */
  record Caller(Retrying retrying, BooleanSupplier isWanted, LongSupplier rank) {

    /** Runs a request until it succeeds, see {@link Retrying#call}. */
    <T> CompletableFuture<T> call(String what, Supplier<T> request) {
      CompletableFuture<T> answer = new CompletableFuture<>();
      retrying.submit(new Call<>(what, this, request, answer), 1, Optional.empty());
      return answer;
    }
  }

  private <T> void submit(Call<T> call, int attempt, Optional<StoreException.Kind> before) {
    queue.execute(call.caller.rank.getAsLong(), () -> attempt(call, attempt, before));
  }

  private <T> void attempt(Call<T> call, int attempt, Optional<StoreException.Kind> before) {
    if (!call.caller.isWanted.getAsBoolean()) {
      call.answer.completeExceptionally(new CancellationException(call.what));
      return;
    }
    try {
      call.answer.complete(call.request.get());
    } catch (StoreException e) {
      failed(call, attempt, before, e);
    } catch (RuntimeException e) {
      call.answer.completeExceptionally(e);
    } catch (Error e) {
      call.answer.completeExceptionally(new StreamLakeException(call.what + ": ended by " + e, e));
      throw e;
    }
  }

  private <T> void failed(
      Call<T> call, int attempt, Optional<StoreException.Kind> before, StoreException failure) {
    if (failure.kind() == StoreException.Kind.UNUSABLE) {
      call.answer.completeExceptionally(failure);
      return;
    }
    tell(call.what, isNews(before, failure.kind()), failure);
    Duration delay = Backoff.after(FIRST_BACKOFF, MAX_BACKOFF, attempt, 1);
    scheduler.after(delay, () -> submit(call, attempt + 1, Optional.of(failure.kind())));
  }

  /** A failure is told once, and again when it becomes another: an outage may end in a denial. */
  static boolean isNews(Optional<StoreException.Kind> before, StoreException.Kind now) {
    return before.isEmpty() || before.get() != now;
  }

  private static void tell(String what, boolean isNews, StoreException failure) {
    if (!isNews) {
      LOG.debug("{}: failed again", what, failure);
      return;
    }
    if (failure.kind() == StoreException.Kind.TRANSIENT) {
      LOG.warn("{}: failed and is tried again: {}", what, failure.getMessage());
      return;
    }
    LOG.error("{}: held and tried again until it is allowed: {}", what, failure.getMessage());
  }

  private record Call<T>(
      String what, Caller caller, Supplier<T> request, CompletableFuture<T> answer) {}
}
