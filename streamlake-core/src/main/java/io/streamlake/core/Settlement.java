package io.streamlake.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stages that a deferred handler may return. */
public final class Settlement {

  /** The record is safe already; the cheapest answer, shared by all records. */
  public static final CompletionStage<?> NOW = CompletableFuture.completedStage(null);

  private Settlement() {}
}
