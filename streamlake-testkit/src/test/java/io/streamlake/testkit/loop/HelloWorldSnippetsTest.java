package io.streamlake.testkit.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streamlake.core.BatchFailedException;
import io.streamlake.core.BatchHandler;
import io.streamlake.core.CommitPolicy;
import io.streamlake.core.DeadLetterSink;
import io.streamlake.core.DeferredHandler;
import io.streamlake.core.Handler;
import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.Ordering;
import io.streamlake.core.Place;
import io.streamlake.core.Settlement;
import io.streamlake.core.decision.LoopHealth;
import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.core.loop.ConsumerLoopBuilder;
import io.streamlake.core.loop.LoopState;
import io.streamlake.core.loop.StuckRecord;
import io.streamlake.core.micrometer.LoopMeters;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import io.streamlake.testkit.guarantee.Event;
import io.streamlake.testkit.guarantee.Handling;
import io.streamlake.testkit.guarantee.Step;
import io.streamlake.testkit.simulation.Scenario;
import io.streamlake.testkit.simulation.Seeds;
import io.streamlake.testkit.simulation.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** The snippets that README and docs quote, by the names in their first comment line. */
class HelloWorldSnippetsTest {

  private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);

  private final List<String> saved = new ArrayList<>();
  private final List<Object> logged = new ArrayList<>();
  private final LoopHarness harness = LoopHarness.over("orders", 1);

  @Test
  void handlesAndCommitsWithOneLambda() {
    Loops loops = new Loops();
    loops.log().append(ORDERS_0, "tea", "milk");

    ConsumerLoop loop = loops.build(this::helloWorld);
    loops.run(loop, 50);
    loop.shutdown(Duration.ofSeconds(1));
    loops.run(loop, 5);

    assertThat(saved).containsExactly("tea", "milk");
    assertThat(loop.state()).isEqualTo(LoopState.CLOSED);
    assertThat(loops.group().committed(ORDERS_0).map(offset -> offset.offset())).hasValue(2L);
  }

  private ConsumerLoopBuilder helloWorld(ConsumerLoopBuilder builder) {
    // snippet: hello-world
    return builder
        .consumerConfig(Map.of("bootstrap.servers", "localhost:9092", "group.id", "testers"))
        .topics("orders")
        .handler(order -> save(new String(order.value(), UTF_8))); // returned means safe
    // end
  }

  @Test
  void startsAndClosesALoopAsTheReadmeDoes() {
    Loops loops = new Loops();
    ConsumerLoop loop = loops.build(this::helloWorld);

    // snippet: run
    loop.start(); // consumes on a thread of its own
    Runtime.getRuntime().addShutdownHook(new Thread(loop::close)); // drains, commits, leaves
    // end

    loop.close();
    assertThat(loop.state()).isEqualTo(LoopState.CLOSED);
  }

  @Test
  void decodesBeforeItHandles() {
    // snippet: decoding-handler
    Handler handler =
        Handler.decoding(
            new StringDeserializer(),
            new StringDeserializer(),
            order -> save(order.key() + ": " + order.value()));
    // end
    harness.log().append(ORDERS_0, "tea");

    harness.handler(handler).start().runUntilIdle();

    assertThat(saved).containsExactly("null: tea");
    assertThat(harness.committed(ORDERS_0)).hasValue(1);
  }

  @Test
  void defersSafety() {
    ConcurrentLinkedQueue<CompletableFuture<Void>> uploads = new ConcurrentLinkedQueue<>();
    Uploader uploader = record -> add(uploads);

    // snippet: deferred-handler
    DeferredHandler handler = order -> uploader.upload(order); // safe when the stage completes
    // end
    harness.with(loop -> loop.deferredHandler(handler));
    harness.log().append(ORDERS_0, "tea", "milk");

    harness.start().runUntilIdle();
    assertThat(harness.committed(ORDERS_0)).hasValue(0);
    uploads.forEach(upload -> upload.complete(null));
    harness.runUntilIdle();
    assertThat(harness.committed(ORDERS_0)).hasValue(2);
  }

  @Test
  void keepsTheOrderOfKeys() {
    // snippet: key-ordering
    Consumer<ConsumerLoopBuilder> byKey =
        loop ->
            loop.handler(order -> save(new String(order.value(), UTF_8)))
                .ordering(Ordering.KEY) // each key in order, a stuck one stops no other
                .concurrency(256);
    // end
    harness.with(byKey);
    harness.log().append(ORDERS_0, "tea", "milk");

    harness.start().runUntilIdle();

    assertThat(saved).containsExactly("tea", "milk");
    assertThat(harness.committed(ORDERS_0)).hasValue(2);
  }

  @Test
  void handlesManyAtOnce() {
    // snippet: batch-handler
    BatchHandler handler =
        orders -> {
          for (int i = 0; i < orders.size(); i++) {
            try {
              save(new String(orders.get(i).value(), UTF_8));
            } catch (IllegalStateException e) {
              throw new BatchFailedException(i, e); // those before it are safe
            }
          }
        };
    // end
    harness.with(loop -> loop.batchHandler(500, handler));
    harness.log().append(ORDERS_0, "tea", "milk");

    harness.start().runUntilIdle();

    assertThat(saved).containsExactly("tea", "milk");
    assertThat(harness.committed(ORDERS_0)).hasValue(2);
  }

  @Test
  void givesDeadLettersToASinkOfOnesOwn() {
    Map<String, String> table = new ConcurrentHashMap<>();

    // snippet: dead-letter-sink
    DeadLetterSink sink =
        letter -> {
          table.put(Place.of(letter.record()), String.valueOf(letter.error().getMessage()));
          return Settlement.NOW; // written: the offset may be committed
        };
    // end
    harness.log().append(ORDERS_0, "");

    harness.handler(HelloWorldSnippetsTest::refuse).deadLetters(sink).start().runUntilIdle();

    assertThat(table).containsEntry("orders-0@0", "an order must not be empty");
    assertThat(harness.committed(ORDERS_0)).hasValue(1);
  }

  @Test
  void isWatchedFromOutside() {
    MeterRegistry registry = new SimpleMeterRegistry();
    harness.with(builder -> watched(builder, registry)).handler(order -> save("tea"));
    harness.log().append(ORDERS_0, "tea");
    harness.start().runUntilIdle();
    ConsumerLoop loop = harness.loop();

    // snippet: watching
    LoopHealth health = loop.health(); // UP, DEGRADED or DOWN, and why
    for (StuckRecord stuck : loop.stuckRecords(Duration.ofMinutes(1))) {
      log(stuck); // orders-0@4711, for how long, which attempt, and where its thread is
    }
    loop.pause(Set.of(ORDERS_0)); // until resume, through rebalances
    // end

    assertThat(health.level()).isEqualTo(LoopHealth.Level.UP);
    assertThat(logged).isNotEmpty();
    assertThat(registry.get("streamlake.records").tag("result", "landed").counter().count())
        .isEqualTo(1);
  }

  private ConsumerLoopBuilder watched(ConsumerLoopBuilder builder, MeterRegistry registry) {
    // snippet: observer
    return builder
        .observer(LoopMeters.in(registry)) // Micrometer's meters
        .observer(event -> log(event)); // and whatever you like
    // end
  }

  private void log(Object line) {
    logged.add(line);
  }

  @Test
  void commitsWhenAPolicyOfOnesOwnSaysSo() {
    // snippet: commit-policy
    CommitPolicy policy =
        (records, elapsed) -> records >= 1_000 || elapsed.compareTo(Duration.ofSeconds(10)) > 0;
    // end
    harness.with(loop -> loop.commitPolicy(policy)).handler(order -> save("tea"));
    harness.log().append(ORDERS_0, "tea");
    harness.start().runUntil(() -> harness.committed(ORDERS_0).orElse(0) == 1);

    harness.log().append(ORDERS_0, "milk");
    harness.runFor(Duration.ofSeconds(5));
    assertThat(saved).hasSize(2);
    assertThat(harness.committed(ORDERS_0)).hasValue(1);
    harness.runFor(Duration.ofSeconds(10));
    assertThat(harness.committed(ORDERS_0)).hasValue(2);
  }

  // snippet: testkit
  @Test
  void losesNothingInACrashAndPutsAsideWhatIsBroken() {
    TopicPartition partition = new TopicPartition("orders", 0);
    InMemoryDeadLetters deadLetters = new InMemoryDeadLetters();
    RecordingHandler orders =
        new RecordingHandler().failing(partition, 1, 9, () -> new IOException("no"));
    LoopHarness loop =
        LoopHarness.over("orders", 1).handler(orders).deadLetters(deadLetters); // your handler here
    loop.log().append(partition, "tea", "broken", "milk");

    loop.start().runUntil(() -> orders.handled(partition).size() == 1);
    loop.restart().runUntilIdle(); // a crash, and another process

    assertThat(orders.handled(partition)).containsExactly(0L, 0L, 2L);
    assertThat(deadLetters.acknowledged(partition)).containsExactly(1L);
    assertThat(loop.committed(partition)).hasValue(3);
  }

  // end

  // snippet: simulation
  @Test
  void keepsWhatItSaysIsSafeWhateverHappens() {
    Set<String> table = new HashSet<>(); // what your handler writes to
    Simulation simulation =
        Simulation.of(Scenario.everything())
            .handler(() -> order -> table.add(order.partition() + "@" + order.offset()))
            .guarantee(() -> step -> missing(step, table));

    Seeds.each(20, seed -> simulation.run(seed).orThrow());
  }

  private static Optional<String> missing(Step step, Set<String> table) {
    for (Event event : step.events()) {
      if (event instanceof Handling order
          && order.kind() == Handling.Kind.DONE
          && !table.contains(order.partition().partition() + "@" + order.offset())) {
        return Optional.of("not in the table: " + order);
      }
    }
    return Optional.empty();
  }

  // end

  private static void refuse(ConsumerRecord<byte[], byte[]> order) {
    throw new InvalidRecordException("validate", "an order must not be empty", null);
  }

  private static CompletableFuture<Void> add(
      ConcurrentLinkedQueue<CompletableFuture<Void>> uploads) {
    CompletableFuture<Void> upload = new CompletableFuture<>();
    uploads.add(upload);
    return upload;
  }

  private synchronized void save(String order) {
    saved.add(order);
  }

  private interface Uploader {

    CompletableFuture<Void> upload(ConsumerRecord<byte[], byte[]> order);
  }
}
