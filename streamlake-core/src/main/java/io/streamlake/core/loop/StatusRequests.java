package io.streamlake.core.loop;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the poll thread for the status, once for all who ask before it answers: however often they
 * ask, nothing of an answered request is kept. Safe for use from any thread.
 */
final class StatusRequests {

  private final Inbox inbox;
  private final Supplier<List<PartitionStatus>> status;
  private final AtomicReference<@Nullable Request> present = new AtomicReference<>();

  /**
   * Begins without requests.
   *
   * @param status called on the poll thread
   */
  StatusRequests(Inbox inbox, Supplier<List<PartitionStatus>> status) {
    this.inbox = inbox;
    this.status = status;
  }

  /** Completes on the next turn; with nothing once the loop has ended. */
  CompletionStage<List<PartitionStatus>> ask() {
    Request request = new Request();
    Request earlier = present.compareAndExchange(null, request);
    if (earlier != null) {
      return earlier.stage;
    }
    inbox.post(() -> answer(request));
    return request.stage;
  }

  private void answer(Request request) {
    present.compareAndSet(request, null);
    List<PartitionStatus> answer = List.of();
    try {
      answer = status.get();
    } finally { // whoever asked is told, even if this ends the loop
      request.answer.complete(answer);
    }
  }

  /** Nobody will answer any more: answers all who ask, now and later, with nothing. */
  void end() {
    Request last = new Request();
    last.answer.complete(List.of());
    Request waiting = present.getAndSet(last);
    if (waiting != null) {
      waiting.answer.complete(List.of());
    }
  }

  private static final class Request {

    private final CompletableFuture<List<PartitionStatus>> answer = new CompletableFuture<>();
    private final CompletionStage<List<PartitionStatus>> stage = answer.minimalCompletionStage();
  }
}
