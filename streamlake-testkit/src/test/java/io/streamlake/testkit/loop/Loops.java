package io.streamlake.testkit.loop;

import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.ConsumerLoopBuilder;
import io.streamlake.testkit.LogConsumer;
import io.streamlake.testkit.StepExecutor;
import io.streamlake.testkit.TestGroup;
import io.streamlake.testkit.TestLog;
import io.streamlake.testkit.VirtualTime;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Builds loops whose consumer or workers misbehave in a way that the harness does not offer. */
final class Loops {

  private final VirtualTime time = new VirtualTime();
  private final TestLog log = new TestLog(time).topic("orders", 2);
  private final TestGroup group = new TestGroup("testers", log, time);
  private final StepExecutor workers = StepExecutor.inOrder();
  private final Map<String, Interception> interceptions = new HashMap<>();
  private final Map<String, Failing> failures = new HashMap<>();

  /** What happens instead of a call of the consumer. */
  interface Interception {

    void call(LogConsumer consumer, Object[] arguments);
  }

  TestLog log() {
    return log;
  }

  TestGroup group() {
    return group;
  }

  void intercept(String method, Interception interception) {
    interceptions.put(method, interception);
  }

  /** Lets calls fail for a while. */
  void failWhile(String method, BooleanSupplier isFailing, RuntimeException failure) {
    failures.put(method, new Failing(isFailing, failure));
  }

  private record Failing(BooleanSupplier isFailing, RuntimeException failure) {}

  /** As MockConsumer does: the callback runs before the call returns. */
  @SuppressWarnings("unchecked") // the arguments of Consumer.commitAsync(Map, OffsetCommitCallback)
  void answerCommitsInline() {
    intercept(
        "commitAsync",
        (consumer, arguments) -> {
          Map<TopicPartition, OffsetAndMetadata> offsets =
              (Map<TopicPartition, OffsetAndMetadata>) arguments[0];
          consumer.commitSync(offsets);
          ((OffsetCommitCallback) arguments[1]).onComplete(offsets, null);
        });
  }

  ConsumerLoop build(UnaryOperator<ConsumerLoopBuilder> change) {
    time.attach(workers);
    List<LogConsumer> made = new ArrayList<>();
    ConsumerLoopBuilder builder =
        ConsumerLoop.builder()
            .consumerConfig(Map.of("group.id", "testers"))
            .topics("orders")
            .timeSource(time)
            .workers(workers)
            .consumerFactory(config -> intercepted(config, made));
    ConsumerLoop loop = change.apply(builder).build();
    group.assign(made.get(0), log.partitions("orders"));
    return loop;
  }

  private Consumer<byte[], byte[]> intercepted(Map<String, Object> config, List<LogConsumer> made) {
    LogConsumer consumer = group.consumer(config);
    made.add(consumer);
    @SuppressWarnings("unchecked") // the only interface of the proxy
    Consumer<byte[], byte[]> proxy =
        (Consumer<byte[], byte[]>)
            Proxy.newProxyInstance(
                Loops.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                (self, method, arguments) -> call(consumer, method, arguments));
    return proxy;
  }

  private @Nullable Object call(LogConsumer consumer, Method method, Object[] arguments)
      throws Throwable {
    Failing failing = failures.get(method.getName());
    if (failing != null && failing.isFailing().getAsBoolean()) {
      throw failing.failure();
    }
    Interception interception = interceptions.get(method.getName());
    if (interception != null) {
      interception.call(consumer, arguments);
      return null;
    }
    try {
      return method.invoke(consumer, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Does some turns, fewer if the loop ends. */
  void run(ConsumerLoop loop, int turns) {
    boolean goesOn = true;
    for (int i = 0; i < turns && goesOn; i++) {
      goesOn = loop.turn();
      workers.runAll();
    }
  }

  /** Does turns until something is so; for workers that are threads of their own. */
  void runUntil(ConsumerLoop loop, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (!loop.turn()) {
        throw new IllegalStateException("the loop has ended: " + loop.state());
      }
      Thread.onSpinWait();
    }
  }

  /** The committed offset, or -1. */
  long committed(TopicPartition partition) {
    return group.committed(partition).map(OffsetAndMetadata::offset).orElse(-1L);
  }
}
