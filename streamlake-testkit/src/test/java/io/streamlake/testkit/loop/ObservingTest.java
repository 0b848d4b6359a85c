package io.streamlake.testkit.loop;

import static io.streamlake.testkit.loop.Orders.P0;
import static io.streamlake.testkit.loop.Orders.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streamlake.core.LoopEvent;
import io.streamlake.core.OutageException;
import io.streamlake.core.Settlement;
import io.streamlake.core.loop.LoopState;
import io.streamlake.core.micrometer.LoopMeters;
import io.streamlake.testkit.InMemoryDeadLetters;
import io.streamlake.testkit.LoopHarness;
import io.streamlake.testkit.RecordingHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What observers are told, and the meters that come of it. */
class ObservingTest {

  private final RecordingHandler handler = new RecordingHandler();
  private final List<LoopEvent> events = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final LoopHarness harness =
      Orders.harness()
          .handler(handler)
          .with(loop -> loop.observer(events::add).observer(LoopMeters.in(registry)));

  @Test
  void tellsALoopsLifeInOrder() {
    harness.log().append(P0, "a", "b");
    harness.start().runUntilIdle();
    harness.shutdown();

    assertThat(events.get(0)).isEqualTo(new LoopEvent.Started());
    assertThat(events).contains(new LoopEvent.Assigned(Set.of(P0, P1)));
    assertThat(events).contains(new LoopEvent.Settled(P0, 2, LoopEvent.Settled.Result.DONE));
    assertThat(events.get(events.size() - 1)).isEqualTo(new LoopEvent.Ended(Optional.empty()));
  }

  @Test
  void goesOnThoughAnObserverThrowsAtEverything() {
    harness.with(
        loop ->
            loop.observer(
                event -> {
                  throw new IllegalStateException("an observer's bug");
                }));
    List<LoopEvent> behind = new ArrayList<>();
    harness.with(loop -> loop.observer(behind::add));
    harness.log().append(P0, "a");

    harness.start().runUntilIdle();

    assertThat(harness.loop().state()).isEqualTo(LoopState.RUNNING);
    assertThat(harness.committed(P0)).hasValue(1);
    assertThat(behind).isEqualTo(events);
  }

  @Test
  void tellsOnceThatAPartitionIsHeldAndOnceThatItGoesOn() {
    handler.failingAlways(P0, 0, () -> new OutageException("the store is down", null));
    harness.log().append(P0, "a");
    harness.start().runFor(Duration.ofMinutes(5));
    assertThat(gauge("streamlake.lanes.held", "reason", "held")).isEqualTo(1);

    handler.heal();
    harness.runUntilIdle();

    assertThat(events).filteredOn(event -> event instanceof LoopEvent.Held).hasSize(1);
    assertThat(events).contains(new LoopEvent.Held(P0, 0, "held"));
    assertThat(events).containsOnlyOnce(new LoopEvent.Released(P0, "held"));
    assertThat(gauge("streamlake.lanes.held", "reason", "held")).isZero();
  }

  @Test
  void tellsThatAPartitionIsStartedAnew() {
    CompletableFuture<Void> promise = new CompletableFuture<>();
    AtomicInteger calls = new AtomicInteger();
    harness.with(
        loop ->
            loop.deferredHandler(
                record -> calls.incrementAndGet() == 1 ? promise : Settlement.NOW));
    harness.log().append(P0, "a");
    harness.start().runFor(Duration.ofSeconds(1));

    promise.completeExceptionally(new IllegalStateException("not written"));
    harness.runUntilIdle();

    assertThat(events)
        .filteredOn(LoopEvent.Restarted.class::isInstance)
        .singleElement()
        .satisfies(
            event -> {
              LoopEvent.Restarted restarted = (LoopEvent.Restarted) event;
              assertThat(restarted.partition()).isEqualTo(P0);
              assertThat(restarted.reason()).contains("not written");
            });
    assertThat(calls).hasValue(2);
    assertThat(harness.committed(P0)).hasValue(1);
  }

  @Test
  void countsRecordsRetriesAndCommits() {
    handler.failingAlways(P0, 1, () -> new IllegalStateException("no"));
    harness.deadLetters(new InMemoryDeadLetters());
    harness.log().append(P0, "a", "broken", "c");

    harness.start().runUntilIdle();

    assertThat(counter("streamlake.records", "result", "consumed")).isEqualTo(3);
    assertThat(counter("streamlake.records", "result", "landed")).isEqualTo(2);
    assertThat(counter("streamlake.records", "result", "dead_lettered")).isEqualTo(1);
    assertThat(counter("streamlake.records", "result", "skipped")).isZero();
    assertThat(counter("streamlake.bytes", "result", "consumed")).isPositive();
    assertThat(counter("streamlake.retries")).isEqualTo(4);
    assertThat(counter("streamlake.commits", "outcome", "success")).isPositive();
    assertThat(registry.get("streamlake.commit.latency").timer().count()).isPositive();
  }

  @Test
  void hasNoLagBehindTransactionMarkers() { // trap 12
    harness.log().append(P0, "a");
    harness.log().beginTransaction(P0);
    harness.log().append(P0, "b");
    harness.log().commitTransaction(P0);
    harness.log().abortedTransaction(P0, "x", "y");

    harness.start().runUntilIdle();

    assertThat(handler.handled(P0)).containsExactly(0L, 1L);
    assertThat(lag("fetched")).isZero();
    assertThat(lag("durable")).isZero();
    assertThat(lag("committed")).isZero();
  }

  @Test
  void showsTheLagOfWhatIsNotSafe() {
    handler.failingAlways(P0, 1, () -> new OutageException("the store is down", null));
    harness.log().append(P0, "a", "b", "c");

    harness.start().runUntilIdle();

    assertThat(lag("fetched")).isZero();
    assertThat(lag("durable")).isEqualTo(2);
    assertThat(lag("committed")).isEqualTo(2);
  }

  @Test
  void removesTheMetersOfAPartitionThatGoes() { // trap 22
    harness.start().runUntilIdle();
    assertThat(registry.find("streamlake.lag.records").meters()).hasSize(6);

    harness.revoke(P0).runUntilIdle();
    assertThat(registry.find("streamlake.lag.records").meters())
        .hasSize(3)
        .allSatisfy(meter -> assertThat(meter.getId().getTag("partition")).isEqualTo("1"));

    harness.shutdown();
    assertThat(registry.find("streamlake.lag.records").meters()).isEmpty();
  }

  private double lag(String kind) {
    return registry
        .get("streamlake.lag.records")
        .tags("topic", "orders", "partition", "0", "kind", kind)
        .gauge()
        .value();
  }

  private double gauge(String name, String... tags) {
    return Objects.requireNonNull(registry.find(name).tags(tags).gauge()).value();
  }

  private double counter(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }
}
