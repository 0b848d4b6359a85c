package io.streamlake.core.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.streamlake.core.LoopEvent;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.TopicPartition;

/** The lags of one partition. */
final class LagGauges {

  private final List<Gauge> gauges;
  private volatile double fetched = Double.NaN;
  private volatile double durable = Double.NaN;
  private volatile double committed = Double.NaN;

  LagGauges(MeterRegistry registry, Tags tags, TopicPartition id) {
    Tags own = tags.and("topic", id.topic(), "partition", String.valueOf(id.partition()));
    this.gauges =
        List.of(
            gauge(registry, own.and("kind", "fetched"), lag -> lag.fetched),
            gauge(registry, own.and("kind", "durable"), lag -> lag.durable),
            gauge(registry, own.and("kind", "committed"), lag -> lag.committed));
  }

  private Gauge gauge(MeterRegistry registry, Tags own, ToDoubleFunction<LagGauges> value) {
    return Gauge.builder("streamlake.lag.records", this, value)
        .description("positions between the end of the log and what is fetched, durable, committed")
        .tags(own)
        .register(registry);
  }

  void set(LoopEvent.Sample sample) {
    fetched = lag(sample.end(), OptionalLong.of(sample.position()));
    durable = lag(sample.end(), OptionalLong.of(sample.frontier()));
    committed = lag(sample.end(), sample.committed());
  }

  private static double lag(OptionalLong end, OptionalLong reached) {
    return end.isPresent() && reached.isPresent()
        ? end.getAsLong() - reached.getAsLong()
        : Double.NaN;
  }

  void remove(MeterRegistry registry) {
    gauges.forEach(registry::remove);
  }
}
