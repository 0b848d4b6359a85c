package io.streamlake.core.loop;

import io.streamlake.core.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Time that moves only when the test says so, or when somebody waits. */
final class FakeTime implements TimeSource {

  private long nanos;

  void advance(Duration step) {
    nanos += step.toNanos();
  }

  @Override
  public Instant now() {
    return Instant.ofEpochSecond(1_700_000_000).plusNanos(nanos);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public <T> @Nullable T poll(BlockingQueue<T> queue, Duration timeout) {
    T next = queue.poll();
    if (next == null) {
      advance(timeout);
    }
    return next;
  }
}
