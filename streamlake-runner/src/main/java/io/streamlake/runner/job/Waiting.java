package io.streamlake.runner.job;

import io.streamlake.runner.settings.Lake;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every few seconds what a command waits for, while nothing is heard of it: a store that does
 * not answer is asked again for a minute. Safe for use from any thread.
 */
final class Waiting implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);

  private final String store;
  private final InstantSource time;
  private final Consumer<String> listener;
  private final ScheduledExecutorService timer;
  private Instant heard;

  Waiting(String store, InstantSource time, Consumer<String> listener) {
    this.store = store;
    this.time = time;
    this.listener = listener;
    this.heard = time.instant();
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "streamlake-waiting");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Watches what is asked of a store while something is done. */
  static <T> T on(URI location, Lake lake, InstantSource time, Function<Waiting, T> work) {
    String endpoint = lake.rawZone().gcs().endpoint().map(server -> " at " + server).orElse("");
    try (Waiting waiting = new Waiting(location + endpoint, time, LOG::info)) {
      Future<?> unused =
          waiting.timer.scheduleWithFixedDelay(
              waiting::tell, PATIENCE.toSeconds(), PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return work.apply(waiting);
    }
  }

  /** Notes that the store has answered something. */
  synchronized void heard() {
    heard = time.instant();
  }

  /** Says what is waited for, if nothing was heard of it for long. */
  synchronized void tell() {
    Duration silence = Duration.between(heard, time.instant());
    if (silence.compareTo(PATIENCE) >= 0) {
      listener.accept(
          "nothing new from "
              + store
              + " for "
              + silence.toSeconds()
              + " s: waiting for it to answer");
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
