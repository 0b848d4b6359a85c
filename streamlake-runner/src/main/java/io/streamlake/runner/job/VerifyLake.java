package io.streamlake.runner.job;

import io.streamlake.gcs.ledger.Audit;
import io.streamlake.gcs.ledger.AuditOptions;
import io.streamlake.gcs.ledger.AuditReport;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoreException;
import io.streamlake.runner.cli.ExitCode;
import io.streamlake.runner.cli.VerifyJob;
import io.streamlake.runner.cli.VerifyRequest;
import io.streamlake.runner.settings.Lake;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code verify} against the raw zone that the settings name; only reads. */
public final class VerifyLake implements VerifyJob {
  private static final Logger LOG = LoggerFactory.getLogger(VerifyLake.class);
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(3);

  private final InstantSource time;

  /**
   * Creates the job.
   *
   * @param time tells how old claims are
   */
  public VerifyLake(InstantSource time) {
    this.time = time;
  }

  @Override
  public ExitCode verify(Lake lake, VerifyRequest request, PrintWriter out) {
    AuditReport report = audit(lake, request);
    if (request.json()) {
      out.println(new String(report.toJson(), StandardCharsets.UTF_8));
    } else {
      AuditText.lines(report).forEach(out::println);
    }
    return ExitCode.of(report.exitCode());
  }

  private AuditReport audit(Lake lake, VerifyRequest request) {
    return Waiting.on(
        lake.rawZone().location(), lake, time, waiting -> audit(lake, options(request, waiting)));
  }

  private AuditOptions options(VerifyRequest request, Waiting waiting) {
    Consumer<AuditOptions.Progress> progress =
        new Sometimes<>(PROGRESS_INTERVAL, time, VerifyLake::tell);
    return new AuditOptions(
        request.topic(),
        request.tipGrace(),
        request.deep(),
        time.instant(),
        progress.andThen(answered -> waiting.heard()));
  }

  private static AuditReport audit(Lake lake, AuditOptions options) {
    try (ObjectStore store = Stores.openForReading(lake)) {
      return Audit.run(store, new Layout(lake.dataset()), options);
    } catch (StoreException e) {
      throw Stores.unusable(e);
    }
  }

  private static void tell(AuditOptions.Progress progress) {
    LOG.info(
        "verifying {}: {} claims read, {} data objects listed so far",
        progress.topic(),
        progress.claims(),
        progress.objects());
  }
}
