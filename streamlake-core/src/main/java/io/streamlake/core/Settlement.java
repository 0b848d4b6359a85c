package io.streamlake.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stages that a deferred handler or a dead-letter sink may return. */
public final class Settlement {

  /** The record is safe already; the cheapest answer, shared by all records. */
  public static final CompletionStage<?> NOW = CompletableFuture.completedStage(null);

  /**
   * A dead-letter sink's answer that nobody keeps the record: it is lost on purpose and counted as
   * skipped, not as a dead letter.
   */
  public static final CompletionStage<?> SKIPPED = CompletableFuture.completedStage(Skip.RECORD);

  private enum Skip {
    RECORD
  }

  private Settlement() {}

  /**
   * Whether a dead-letter sink has said that a record is lost on purpose.
   *
   * @param answer what the sink's stage has completed with
   * @return true for what {@link #SKIPPED} completes with
   */
  public static boolean isSkipped(@Nullable Object answer) {
    return answer == Skip.RECORD;
  }
}
