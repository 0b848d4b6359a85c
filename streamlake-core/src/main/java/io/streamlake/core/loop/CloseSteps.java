package io.streamlake.core.loop;

import org.jspecify.annotations.Nullable;

/** Runs steps of which each runs even if the one before it failed, and keeps the first failure. */
final class CloseSteps {

  private @Nullable Throwable failure;

  CloseSteps(@Nullable Throwable cause) {
    this.failure = cause;
  }

  /** One step. */
  interface Step {

    void run() throws Exception;
  }

  void run(Step step) {
    try {
      step.run();
    } catch (Throwable e) { // an Error, too, must not keep the steps that follow from running
      add(e);
    }
  }

  private void add(Throwable next) {
    if (failure == null) {
      failure = next;
      return;
    }
    if (failure != next) {
      failure.addSuppressed(next);
    }
  }

  @Nullable Throwable failure() {
    return failure;
  }
}
