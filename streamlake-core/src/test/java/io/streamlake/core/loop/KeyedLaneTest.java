package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.DeadLetterLimit;
import io.streamlake.core.FailureClassifier;
import io.streamlake.core.InvalidRecordException;
import io.streamlake.core.NullKeys;
import io.streamlake.core.Ordering;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.RetryPolicy;
import io.streamlake.core.Settlement;
import io.streamlake.core.TimeSource;
import io.streamlake.core.decision.OffsetTracker;
import io.streamlake.core.decision.PauseReason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only threads show; the rest of a keyed lane's behaviour is told with the testkit. */
final class KeyedLaneTest {

  private static final int KEYS = 7;
  private static final int RECORDS = 20_000;

  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void keepsEachKeyInOrderOnManyThreads() throws Exception {
    OrderWatch watch = new OrderWatch();
    SettledLog log = new SettledLog(RECORDS);
    KeyedLane lane = lane(watch, log, threads, 8);

    for (int first = 0; first < RECORDS; first += 100) {
      lane.offer(batch(first, first + 100));
      lane.requestReport();
    }

    assertThat(log.isComplete.await(60, TimeUnit.SECONDS)).as("everything settled").isTrue();
    assertThat(watch.disorder).isEmpty();
    assertThat(log.failures).isEmpty();
    assertThat(log.tracker.frontier()).isEqualTo(RECORDS);
    assertThat(lane.bufferedBytes()).isZero();
  }

  @Test // trap 11
  void buffersNothingInTheEndThoughTheSampledHeadersAreNotTheOthers() {
    ManualExecutor workers = new ManualExecutor();
    PartitionHandler handler = record -> Settlement.NOW;
    KeyedLane lane = lane(handler, new RecordingEvents(), workers, 4, new FakeTime());
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(batch(0, 20).records());
    records.get(0).headers().add("trace", new byte[1_000]);

    lane.offer(Batch.of(records, 20));
    workers.runAll();

    assertThat(lane.bufferedBytes()).isZero();
  }

  @Test // trap 24
  void callsNoWorkerForEachRecordOfACheapHandler() {
    ManualExecutor workers = new ManualExecutor();
    AtomicInteger calls = new AtomicInteger();
    Executor counting =
        task -> {
          calls.incrementAndGet();
          workers.execute(task);
        };
    PartitionHandler handler = record -> Settlement.NOW;
    KeyedLane lane = lane(handler, new RecordingEvents(), counting, 4, new FakeTime());

    lane.offer(batch(0, 1_000));
    workers.runAll();

    assertThat(lane.bufferedBytes()).isZero();
    assertThat(calls.get()).isLessThan(100);
  }

  @Test // trap 14
  void triesOneRecordInEachPauseHoweverManyKeysWereAtItWhenItOpened() {
    ManualExecutor workers = new ManualExecutor();
    RecordingEvents events = new RecordingEvents();
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger others = new AtomicInteger(3);
    PartitionHandler handler =
        record -> {
          calls.incrementAndGet();
          if (others.getAndDecrement() > 0) {
            workers.runNext(); // another worker, while this one is in the handler
          }
          throw new InvalidRecordException("validate", "no", null);
        };
    KeyedLane lane = limited(handler, events, workers);
    lane.offer(batch(0, KEYS));
    workers.runAll();
    assertThat(calls.get()).isEqualTo(4);
    assertThat(events.timers()).isEqualTo(1);

    for (int tried = 5; tried <= 6; tried++) {
      others.set(3);
      events.fireTimers(lane.executor());
      workers.runAll();
      assertThat(calls.get()).isEqualTo(tried);
      assertThat(events.timers()).isEqualTo(1);
    }
  }

  private static KeyedLane limited(
      PartitionHandler handler, LaneEvents events, ManualExecutor workers) {
    FailureHandling failures =
        new FailureHandling(
            FailureClassifier.defaults(),
            new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1)),
            Optional.of(letter -> Settlement.NOW),
            Optional.of(new DeadLetterLimit(0, 1, Duration.ofMinutes(1))),
            "group",
            new FakeTime(),
            () -> 1);
    LaneKeys keys = LaneKeys.of(Ordering.KEY, NullKeys.IN_ORDER);
    return new KeyedLane(handler, events, failures, new KeyedLaneSettings(keys, workers, 4));
  }

  @Test
  void tellsNeighboursTogether() {
    ManualExecutor workers = new ManualExecutor();
    RecordingEvents events = new RecordingEvents();
    KeyedLane lane = lane(record -> Settlement.NOW, events, workers, 4, new FakeTime());

    lane.offer(batch(0, 100));
    workers.runAll();

    assertThat(events.told()).containsExactly("settled [0,100) 100");
  }

  private static KeyedLane lane(
      PartitionHandler handler, LaneEvents events, Executor workers, int concurrency) {
    return lane(handler, events, workers, concurrency, TimeSource.system());
  }

  private static KeyedLane lane(
      PartitionHandler handler,
      LaneEvents events,
      Executor workers,
      int concurrency,
      TimeSource time) {
    RetryPolicy policy = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(1));
    FailureHandling failures =
        new FailureHandling(FailureClassifier.defaults(), policy, Optional.empty(), "group", time);
    LaneKeys keys = LaneKeys.of(Ordering.KEY, NullKeys.IN_ORDER);
    return new KeyedLane(
        handler, events, failures, new KeyedLaneSettings(keys, workers, concurrency));
  }

  private static Batch batch(int from, int to) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int offset = from; offset < to; offset++) {
      byte[] key = {(byte) (offset % KEYS)};
      records.add(new ConsumerRecord<>(Logs.TOPIC, 0, offset, key, new byte[0]));
    }
    return Batch.of(records, to);
  }

  /** Notes when two records of a key are handled at once, or out of order; fails now and then. */
  private static final class OrderWatch implements PartitionHandler {

    private final Map<Byte, AtomicInteger> busy = new ConcurrentHashMap<>();
    private final Map<Byte, Long> next = new ConcurrentHashMap<>();
    private final List<String> disorder = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) throws IOException {
      byte key = record.key()[0];
      AtomicInteger inside = busy.computeIfAbsent(key, any -> new AtomicInteger());
      if (inside.incrementAndGet() != 1) {
        disorder.add("two at once at " + record.offset());
      }
      try {
        handle(record, key);
        return Settlement.NOW;
      } finally {
        inside.decrementAndGet();
      }
    }

    private void handle(ConsumerRecord<byte[], byte[]> record, byte key) throws IOException {
      if (next.getOrDefault(key, (long) key) != record.offset()) {
        disorder.add("not the next of its key: " + record.offset());
      }
      if (calls.incrementAndGet() % 1_000 == 0) {
        throw new IOException("now and then");
      }
      next.put(key, record.offset() + KEYS);
    }
  }

  /** Settles in a tracker, which refuses what is settled twice; runs timers at once. */
  private static final class SettledLog implements LaneEvents {

    private final OffsetTracker tracker = new OffsetTracker(0);
    private final CountDownLatch isComplete = new CountDownLatch(1);
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final int records;

    private SettledLog(int records) {
      this.records = records;
      tracker.delivered(0, records, records);
    }

    @Override
    public synchronized void settled(long from, long to, int count, SettledAs how) {
      tracker.settle(from, to, count);
      if (tracker.inFlight() == 0) {
        isComplete.countDown();
      }
    }

    @Override
    public void waits(PauseReason reason) {}

    @Override
    public void proceeds(PauseReason reason) {}

    @Override
    public void after(Duration delay, Runnable laneTask) {
      laneTask.run(); // on the lane already
    }

    @Override
    public void stopped(OptionalLong firstNotTaken) {}

    @Override
    public void restart(String reason) {
      failures.add(new IllegalStateException(reason + " of " + records));
    }

    @Override
    public void failed(Throwable failure) {
      failures.add(failure);
    }
  }
}
