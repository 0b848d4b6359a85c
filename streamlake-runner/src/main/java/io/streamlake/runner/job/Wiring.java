package io.streamlake.runner.job;

import io.streamlake.core.CommitPolicy;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.LoopEvent;
import io.streamlake.core.LostOffsetsPolicy;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.StartPolicy;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.ConsumerLoopBuilder;
import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.ledger.Folders;
import io.streamlake.gcs.stage.RollPolicy;
import io.streamlake.gcs.writer.RawZone;
import io.streamlake.gcs.writer.RawZoneSettings;
import io.streamlake.gcs.writer.RecordRule;
import io.streamlake.gcs.writer.RecoveryPolicy;
import io.streamlake.runner.settings.LostOffsets;
import io.streamlake.runner.settings.Settings;
import io.streamlake.runner.settings.StartAt;
import io.streamlake.runner.settings.ValueRule;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Turns settings into the parts that they describe. */
final class Wiring {

  private static final int MAX_ENCODED_BYTES = 1 << 30;

  private Wiring() {}

  static ConsumerLoop loop(
      Settings settings, KafkaCluster cluster, RawZone zone, DeadLetterSink letters) {
    ConsumerLoopBuilder builder =
        ConsumerLoop.builder()
            .consumerConfig(settings.kafka().consumerProperties())
            .partitionHandlers(zone)
            .deadLetters(letters)
            .observer(event -> lookForTopics(cluster, event))
            .commitPolicy(commitPolicy(settings))
            .retryPolicy(retryPolicy(settings))
            .startPolicy(startPolicy(settings.startAt()))
            .lostOffsetsPolicy(lostOffsetsPolicy(settings))
            .drainTimeout(settings.shutdownTimeout())
            .concurrency(settings.concurrency());
    settings.topics().pattern().ifPresent(builder::topicPattern);
    if (!settings.topics().names().isEmpty()) {
      builder.topics(settings.topics().names());
    }
    return builder.build();
  }

  /** A topic that is deleted takes its partitions away, and nothing else tells of it. */
  private static void lookForTopics(KafkaCluster cluster, LoopEvent event) {
    if (event instanceof LoopEvent.Revoked revoked) {
      cluster.warnOfGone(
          revoked.partitions().stream().map(TopicPartition::topic).collect(Collectors.toSet()));
    }
  }

  private static CommitPolicy commitPolicy(Settings settings) {
    CommitPolicy every = CommitPolicy.every(settings.commit().every());
    return settings
        .commit()
        .records()
        .map(count -> every.or(CommitPolicy.records(count)))
        .orElse(every);
  }

  private static RetryPolicy retryPolicy(Settings settings) {
    return new RetryPolicy(
        settings.retry().maxAttempts(),
        settings.retry().initialBackoff(),
        settings.retry().maxBackoff());
  }

  private static StartPolicy startPolicy(StartAt start) {
    if (start instanceof StartAt.Since since) {
      return StartPolicy.at(since.instant());
    }
    return start instanceof StartAt.Latest ? StartPolicy.latest() : StartPolicy.earliest();
  }

  /** Where it goes on behind lost offsets, the raw zone starts the partition anew that is held. */
  private static LostOffsetsPolicy lostOffsetsPolicy(Settings settings) {
    return settings.onLostOffsets() == LostOffsets.FAIL
        ? LostOffsetsPolicy.FAIL
        : LostOffsetsPolicy.HOLD;
  }

  private static String describe(StartAt start) {
    if (start instanceof StartAt.Since since) {
      return since.instant().toString();
    }
    return start instanceof StartAt.Latest ? "latest" : "earliest";
  }

  static IsolationLevel isolation(Settings settings) {
    String level =
        settings
            .kafka()
            .consumerProperties()
            .getOrDefault(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return IsolationLevel.valueOf(level.toUpperCase(Locale.ROOT));
  }

  static RawZoneSettings rawZone(Settings settings) {
    io.streamlake.runner.settings.RawZone zone = settings.rawZone();
    return new RawZoneSettings(
        settings.dataset(),
        encoding(zone),
        Folders.of(name(zone.folders())),
        new RollPolicy(zone.roll().bytes().bytes(), zone.roll().records(), zone.roll().age()),
        rule(settings),
        (int) Math.min(settings.validate().maxRecordBytes().bytes(), MAX_ENCODED_BYTES),
        isolation(settings).toString(),
        describe(settings.startAt()),
        ManagementFactory.getRuntimeMXBean().getName(),
        zone.limits().uploads(),
        zone.limits().openFiles(),
        recovery(settings));
  }

  private static RecoveryPolicy recovery(Settings settings) {
    io.streamlake.gcs.writer.LostOffsets lostOffsets =
        switch (settings.onLostOffsets()) {
          case HOLD -> io.streamlake.gcs.writer.LostOffsets.HOLD;
          case FAIL -> io.streamlake.gcs.writer.LostOffsets.FAIL;
          case CONTINUE -> io.streamlake.gcs.writer.LostOffsets.CONTINUE;
        };
    return new RecoveryPolicy(lostOffsets, Set.copyOf(settings.rawZone().acceptedTopics()));
  }

  private static Encoding encoding(io.streamlake.runner.settings.RawZone zone) {
    return Encoding.of(
        name(zone.encoding().format()),
        name(zone.encoding().compression()),
        zone.encoding().level().map(OptionalInt::of).orElseGet(OptionalInt::empty));
  }

  private static RecordRule rule(Settings settings) {
    RecordRule headers = RecordRule.headers(settings.validate().requiredHeaders());
    return settings.validate().value() == ValueRule.JSON ? headers.and(RecordRule.json()) : headers;
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
