package io.streamlake.runner.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Passes on what it is told, but not more often than an interval, and not at once. For one thread.
 */
final class Sometimes<T> implements Consumer<T> {

  private final Duration interval;
  private final InstantSource time;
  private final Consumer<T> listener;
  private Instant due;

  Sometimes(Duration interval, InstantSource time, Consumer<T> listener) {
    this.interval = interval;
    this.time = time;
    this.listener = listener;
    this.due = time.instant().plus(interval);
  }

  @Override
  public void accept(T value) {
    Instant now = time.instant();
    if (!now.isBefore(due)) {
      due = now.plus(interval);
      listener.accept(value);
    }
  }
}
