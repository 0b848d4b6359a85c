package io.streamlake.core.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.streamlake.core.LoopEvent;
import io.streamlake.core.LoopObserver;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps a loop's meters in a Micrometer registry: {@code
 * ConsumerLoop.builder().observer(LoopMeters.in(registry))}. Under their Prometheus names:
 *
 * <ul>
 *   <li>counters {@code streamlake_records_total{result="consumed|landed|dead_lettered|skipped"}},
 *       where landed is what the handler made safe, {@code
 *       streamlake_bytes_total{result="consumed"}}, {@code streamlake_retries_total}, {@code
 *       streamlake_commits_total{outcome="success|again|stale|fatal"}}
 *   <li>the timer {@code streamlake_commit_latency_seconds}
 *   <li>gauges {@code streamlake_lag_records{kind="fetched|durable|committed",topic,partition}} in
 *       positions, NaN while the end of the log is not known; {@code
 *       streamlake_lanes_held{reason}}; {@code streamlake_inflight_bytes}. They are at most about a
 *       second old.
 * </ul>
 *
 * <p>What belongs to a partition is removed when the partition goes. Use one object for one loop.
 */
public final class LoopMeters implements LoopObserver {

  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter consumedRecords;
  private final Counter consumedBytes;
  private final Counter landed;
  private final Counter deadLettered;
  private final Counter skipped;
  private final Counter retries;
  private final Timer commitLatency;
  private final AtomicLong inflightBytes = new AtomicLong();
  private final Map<String, AtomicLong> held = new ConcurrentHashMap<>();
  private final Map<TopicPartition, LagGauges> lags = new ConcurrentHashMap<>();

  private LoopMeters(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.tags = tags;
    this.consumedRecords = records("consumed");
    this.consumedBytes = registry.counter("streamlake.bytes", tags.and("result", "consumed"));
    this.landed = records("landed");
    this.deadLettered = records("dead_lettered");
    this.skipped = records("skipped");
    this.retries = registry.counter("streamlake.retries", tags);
    this.commitLatency = registry.timer("streamlake.commit.latency", tags);
    registry.gauge("streamlake.inflight.bytes", tags, inflightBytes);
  }

  /**
   * Makes the meters.
   *
   * @param registry where to keep them
   * @param tags more tags for each, as keys and values in turn: two loops in one registry need some
   *     that tell them apart
   * @return an observer for one loop
   */
  public static LoopMeters in(MeterRegistry registry, String... tags) {
    return new LoopMeters(registry, Tags.of(tags));
  }

  private Counter records(String result) {
    return registry.counter("streamlake.records", tags.and("result", result));
  }

  private Counter counterOf(LoopEvent.Settled.Result result) {
    return switch (result) {
      case DONE -> landed;
      case DEAD_LETTERED -> deadLettered;
      case SKIPPED -> skipped;
    };
  }

  @Override
  public void on(LoopEvent event) {
    if (event instanceof LoopEvent.Delivered delivered) {
      consumedRecords.increment(delivered.records());
      consumedBytes.increment((double) delivered.bytes());
    } else if (event instanceof LoopEvent.Settled some) {
      counterOf(some.result()).increment(some.records());
    } else if (event instanceof LoopEvent.Retried) {
      retries.increment();
    } else if (event instanceof LoopEvent.CommitAnswered answered) {
      registry.counter("streamlake.commits", tags.and("outcome", answered.outcome())).increment();
      commitLatency.record(answered.latency());
    } else {
      onPartitions(event);
    }
  }

  private void onPartitions(LoopEvent event) {
    if (event instanceof LoopEvent.Sampled sampled) {
      sampled(sampled.partitions());
    } else if (event instanceof LoopEvent.Revoked revoked) {
      remove(revoked.partitions());
    } else if (event instanceof LoopEvent.Ended) {
      sampled(List.of());
      remove(lags.keySet());
    }
  }

  private void sampled(Collection<LoopEvent.Sample> samples) {
    inflightBytes.set(samples.stream().mapToLong(LoopEvent.Sample::bufferedBytes).sum());
    samples.stream().flatMap(sample -> sample.heldFor().stream()).forEach(this::heldGauge);
    held.forEach(
        (reason, lanes) ->
            lanes.set(samples.stream().filter(one -> one.heldFor().contains(reason)).count()));
    samples.forEach(
        sample ->
            lags.computeIfAbsent(sample.partition(), id -> new LagGauges(registry, tags, id))
                .set(sample));
  }

  private void heldGauge(String reason) {
    held.computeIfAbsent(
        reason,
        name -> {
          AtomicLong lanes = new AtomicLong();
          registry.gauge("streamlake.lanes.held", tags.and("reason", name), lanes);
          return lanes;
        });
  }

  private void remove(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      LagGauges gone = lags.remove(partition);
      if (gone != null) {
        gone.remove(registry);
      }
    }
  }
}
