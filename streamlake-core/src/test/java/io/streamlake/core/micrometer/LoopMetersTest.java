package io.streamlake.core.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.streamlake.core.LoopEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class LoopMetersTest {

  private static final TopicPartition ID = new TopicPartition("orders", 3);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final LoopMeters meters = LoopMeters.in(registry);

  @Test
  void rendersTheNamesOfTheContract() {
    meters.on(new LoopEvent.Delivered(ID, 10, 2_000));
    meters.on(new LoopEvent.Settled(ID, 6, LoopEvent.Settled.Result.DONE));
    meters.on(new LoopEvent.Settled(ID, 2, LoopEvent.Settled.Result.DEAD_LETTERED));
    meters.on(new LoopEvent.Settled(ID, 1, LoopEvent.Settled.Result.SKIPPED));
    meters.on(new LoopEvent.Retried(ID, 4, 2));
    meters.on(
        new LoopEvent.CommitAnswered(
            Map.of(ID, 9L), Duration.ofMillis(250), "success", Optional.empty()));
    meters.on(new LoopEvent.Sampled(List.of(sample(OptionalLong.of(15)))));

    assertThat(registry.scrape().lines())
        .contains(
            "streamlake_records_total{result=\"consumed\"} 10.0",
            "streamlake_records_total{result=\"landed\"} 6.0",
            "streamlake_records_total{result=\"dead_lettered\"} 2.0",
            "streamlake_records_total{result=\"skipped\"} 1.0",
            "streamlake_bytes_total{result=\"consumed\"} 2000.0",
            "streamlake_retries_total 1.0",
            "streamlake_commits_total{outcome=\"success\"} 1.0",
            "streamlake_commit_latency_seconds_sum 0.25",
            "streamlake_lag_records{kind=\"fetched\",partition=\"3\",topic=\"orders\"} 5.0",
            "streamlake_lag_records{kind=\"durable\",partition=\"3\",topic=\"orders\"} 6.0",
            "streamlake_lag_records{kind=\"committed\",partition=\"3\",topic=\"orders\"} 7.0",
            "streamlake_lanes_held{reason=\"held\"} 1.0",
            "streamlake_inflight_bytes 100.0");
  }

  @Test
  void saysNothingAboutALagThatIsNotKnown() {
    meters.on(new LoopEvent.Sampled(List.of(sample(OptionalLong.empty()))));

    assertThat(registry.get("streamlake.lag.records").tag("kind", "fetched").gauge().value())
        .isNaN();
  }

  @Test
  void forgetsWhatBelongsToAPartitionThatHasLeft() { // trap 22
    meters.on(new LoopEvent.Sampled(List.of(sample(OptionalLong.of(15)))));

    meters.on(new LoopEvent.Revoked(Set.of(ID), true));

    assertThat(registry.scrape()).doesNotContain("streamlake_lag_records");
    meters.on(new LoopEvent.Sampled(List.of()));
    assertThat(registry.scrape()).contains("streamlake_lanes_held{reason=\"held\"} 0.0");
  }

  @Test
  void keepsTwoLoopsApartByTheirTags() {
    LoopMeters first = LoopMeters.in(registry, "loop", "first");
    LoopMeters second = LoopMeters.in(registry, "loop", "second");

    first.on(new LoopEvent.Retried(ID, 4, 2));

    assertThat(registry.get("streamlake.retries").tag("loop", "first").counter().count()).isOne();
    second.on(new LoopEvent.Ended(Optional.empty()));
    assertThat(registry.get("streamlake.retries").tag("loop", "second").counter().count()).isZero();
  }

  private static LoopEvent.Sample sample(OptionalLong end) {
    return new LoopEvent.Sample(ID, 10, 9, OptionalLong.of(8), end, 100, Set.of("held"));
  }
}
