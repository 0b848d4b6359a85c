package io.streamlake.core.loop;

import io.streamlake.core.TimeSource;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** What other threads hand in for the poll thread to do. */
final class Inbox {

  private final BlockingQueue<Runnable> messages = new LinkedBlockingQueue<>();
  private final TimeSource time;

  Inbox(TimeSource time) {
    this.time = time;
  }

  /** Hands in a message; from any thread. */
  void post(Runnable message) {
    messages.add(message);
  }

  /** Does what has come in; on the poll thread. */
  void runAll() {
    for (Runnable next = messages.poll(); next != null; next = messages.poll()) {
      next.run();
    }
  }

  /** Waits for a message and does it; on the poll thread. */
  void await(Duration timeout) {
    try {
      @Nullable Runnable next = time.poll(messages, timeout);
      if (next != null) {
        next.run();
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
