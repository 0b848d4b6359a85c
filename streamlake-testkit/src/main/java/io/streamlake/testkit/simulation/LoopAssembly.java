package io.streamlake.testkit.simulation;

import io.streamlake.core.CommitPolicy;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.ConsumerLoopBuilder;
import io.streamlake.testkit.LogConsumer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds one process's loop: tight limits, so that each of them is met, and no chance of its own.
 */
final class LoopAssembly {

  private final World world;
  private final Scenario scenario;
  private final Parts parts;
  private @Nullable LogConsumer consumer;

  LoopAssembly(World world, Scenario scenario, Parts parts) {
    this.world = world;
    this.scenario = scenario;
    this.parts = parts;
  }

  ConsumerLoop build(
      LateWorkers workers, FaultyWork work, UnaryOperator<DeadLetterSink> faultySink) {
    Dice dice = world.dice();
    ConsumerLoopBuilder builder =
        ConsumerLoop.builder()
            .consumerConfig(config())
            .topics(World.TOPIC)
            .retryPolicy(new RetryPolicy(3, Duration.ofMillis(50), Duration.ofSeconds(2)))
            .bufferLimits(dice.between(150, 1_000), dice.between(600, 3_000))
            .concurrency(dice.between(1, 4))
            .drainTimeout(Duration.ofSeconds(dice.between(1, 5)))
            .commitPolicy(commitPolicy());
    parts.settings().forEach(setting -> setting.accept(builder));
    parts.sinks().ifPresent(sinks -> builder.deadLetters(faultySink.apply(sinks.get())));
    work.giveTo(builder);
    return builder
        .timeSource(world.time())
        .workers(workers)
        .jitter(dice::fraction)
        .consumerFactory(this::consumer)
        .build();
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>(scenario.protocol().config());
    config.put("group.id", "simulated");
    config.put("max.poll.records", world.dice().between(1, 8));
    return config;
  }

  private CommitPolicy commitPolicy() {
    Dice dice = world.dice();
    CommitPolicy often = CommitPolicy.records(dice.between(1, 10));
    return often.or(CommitPolicy.every(Duration.ofMillis(dice.between(100, 2_000))));
  }

  private Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
    LogConsumer made = world.group().consumer(config);
    consumer = made;
    return made;
  }

  LogConsumer consumer() {
    LogConsumer made = consumer;
    if (made == null) {
      throw new IllegalStateException("the loop is not built");
    }
    return made;
  }
}
