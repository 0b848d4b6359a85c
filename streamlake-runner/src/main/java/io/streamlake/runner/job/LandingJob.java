package io.streamlake.runner.job;

import io.streamlake.core.LostOffsetsException;
import io.streamlake.core.StreamLakeException;
import io.streamlake.core.loop.CloseReport;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.gcs.stage.StagingArea;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.writer.RawZone;
import io.streamlake.gcs.writer.RawZoneSettings;
import io.streamlake.runner.cli.ExitCode;
import io.streamlake.runner.cli.RunJob;
import io.streamlake.runner.cli.SurroundingsException;
import io.streamlake.runner.settings.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code run} command: checks the surroundings before anything is consumed, then lands until a
 * signal, the end of the topics, or a failure.
 */
public final class LandingJob implements RunJob {

  private static final Logger LOG = LoggerFactory.getLogger(LandingJob.class);

  @Override
  public ExitCode run(Settings settings, boolean untilCaughtUp) throws InterruptedException {
    try (Signals signals = Signals.listen()) {
      try {
        ExitCode code = land(settings, untilCaughtUp, signals);
        signals.ended(code);
        return code;
      } catch (SurroundingsException e) {
        if (signals.isSignalled()) {
          LOG.error("{}", e.getMessage());
        }
        signals.ended(ExitCode.BAD_SURROUNDINGS);
        throw e;
      }
    }
  }

  private static ExitCode land(Settings settings, boolean untilCaughtUp, Signals signals)
      throws InterruptedException {
    try (KafkaCluster cluster = KafkaCluster.connect(settings)) {
      Set<String> topics = cluster.topics(settings.topics());
      if (topics.isEmpty()) {
        LOG.warn(
            "no topic matches streamlake.topic-pattern {}; {}",
            settings.topics().regex().orElse(""),
            untilCaughtUp ? "there is nothing to land" : "those that appear are landed");
      }
      settings.deadLetters().topic().ifPresent(cluster::createIfMissing);
      RawZoneSettings zoneSettings = Wiring.rawZone(settings);
      Outlook.tell(zoneSettings, cluster.partitions(topics));
      try (ObjectStore store = Stores.open(settings);
          DeadLetterPlace letters = DeadLetterPlace.open(settings, store);
          StagingArea area = staging(settings);
          RawZone zone = RawZone.open(zoneSettings, store, area, cluster);
          Progress progress = Progress.report(zone)) {
        Stores.requireNames(store, settings, topics);
        Optional<Map<TopicPartition, Long>> ends =
            untilCaughtUp
                ? Optional.of(cluster.endOffsets(topics, Wiring.isolation(settings)))
                : Optional.empty();
        LOG.info("landing dataset {} in {}", settings.dataset(), settings.rawZone().location());
        ConsumerLoop loop = loop(settings, cluster, zone, letters);
        signals.endWith(() -> loop.shutdown(settings.shutdownTimeout()));
        try (Completeness completeness =
            new Completeness(settings, store, cluster.logs(settings))) {
          completeness.markWhile(loop);
          ExitCode code = consume(loop, ends, settings.shutdownTimeout());
          progress.tell();
          return code;
        }
      }
    }
  }

  private static ConsumerLoop loop(
      Settings settings, KafkaCluster cluster, RawZone zone, DeadLetterPlace letters) {
    try {
      return Wiring.loop(settings, cluster, zone, letters.sink());
    } catch (KafkaException e) {
      throw KafkaCluster.unmade(settings.kafka().common().getOrDefault("bootstrap.servers", ""), e);
    }
  }

  private static ExitCode consume(
      ConsumerLoop loop, Optional<Map<TopicPartition, Long>> ends, Duration shutdownTimeout)
      throws InterruptedException {
    loop.start();
    if (ends.isPresent()) {
      new CatchUp(loop, ends.get()).await();
      loop.shutdown(shutdownTimeout);
    }
    return ended(loop);
  }

  private static StagingArea staging(Settings settings) {
    try {
      return StagingArea.open(
          settings.rawZone().staging().directory(),
          settings.rawZone().staging().maxBytes().bytes());
    } catch (StreamLakeException e) {
      throw new SurroundingsException(
          String.valueOf(e.getMessage()), "see streamlake.raw-zone.staging", e);
    }
  }

  private static ExitCode ended(ConsumerLoop loop) {
    CloseReport report;
    try {
      report = loop.termination().toCompletableFuture().join();
    } catch (CompletionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    }
    if (report.isClean()) {
      LOG.info("drained and committed");
      return ExitCode.DONE;
    }
    report.partitions().stream()
        .filter(partition -> !partition.isClean())
        .forEach(
            partition ->
                LOG.error(
                    "{}: {}; what follows the committed offset {} will be read again",
                    partition.id(),
                    partition.abandoned() == 0
                        ? "was starting anew, from what the raw zone says"
                        : partition.abandoned() + " records were abandoned",
                    partition.committed().map(String::valueOf).orElse("(none)")));
    return ExitCode.ABANDONED;
  }

  private static RuntimeException failure(Throwable cause) {
    if (cause instanceof LostOffsetsException) {
      return new SurroundingsException(
          String.valueOf(cause.getMessage()),
          "to go on without these records, and have the ledger tell of them, set"
              + " streamlake.on-lost-offsets to continue",
          cause);
    }
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof AuthorizationException
          || each instanceof AuthenticationException
          || each instanceof FencedInstanceIdException
          || each instanceof GroupMaxSizeReachedException
          || each instanceof InconsistentGroupProtocolException
          || each instanceof InvalidSessionTimeoutException
          || each instanceof UnsupportedVersionException) {
        return new SurroundingsException(
            "Kafka refuses this client: " + each.getMessage(),
            "check its credentials, its permissions on topics and group, its settings under"
                + " streamlake.consumer, and the broker's version",
            cause);
      }
    }
    return cause instanceof RuntimeException failure
        ? failure
        : new StreamLakeException("the loop ended: " + cause, cause);
  }
}
