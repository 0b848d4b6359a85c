package io.streamlake.runner.job;

import io.streamlake.gcs.writer.RawZone;
import io.streamlake.gcs.writer.RawZoneTotals;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells now and then how much was landed. */
final class Progress implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final long INTERVAL_SECONDS = 10;

  private final RawZone zone;
  private final ScheduledExecutorService timer;
  private RawZoneTotals last;
  private long lookedAtNanos = System.nanoTime();

  private Progress(RawZone zone) {
    this.zone = zone;
    this.last = zone.totals();
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "streamlake-progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  static Progress report(RawZone zone) {
    Progress progress = new Progress(zone);
    Future<?> unused =
        progress.timer.scheduleWithFixedDelay(
            progress::tell, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    return progress;
  }

  /** Tells what was landed, if anything was since the last time. */
  synchronized void tell() {
    RawZoneTotals now = zone.totals();
    long nowNanos = System.nanoTime();
    if (now.equals(last)) {
      lookedAtNanos = nowNanos;
      return;
    }
    LOG.info(
        "landed {} records ({}/s), {} dead letters, {} objects, {} bytes",
        now.records(),
        perSecond(now.records() - last.records(), nowNanos - lookedAtNanos),
        now.deadLetters(),
        now.objects(),
        now.bytes());
    last = now;
    lookedAtNanos = nowNanos;
  }

  static long perSecond(long count, long nanos) {
    return Math.round(count * (double) TimeUnit.SECONDS.toNanos(1) / Math.max(1, nanos));
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
