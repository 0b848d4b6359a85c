package io.streamlake.testkit;

import io.streamlake.core.Handler;
import io.streamlake.core.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what it handled, in order, and fails where the test wants it to. Safe for use from any
 * thread.
 */
public final class RecordingHandler implements Handler {

  private final List<ConsumerRecord<byte[], byte[]>> handled = new ArrayList<>();
  private final Map<Offset, Integer> attempts = new HashMap<>();
  private final Map<Offset, Failure> failures = new HashMap<>();
  private final Map<Offset, CountDownLatch> blocks = new HashMap<>();

  /** Creates a handler that handles everything. */
  public RecordingHandler() {}

  /**
   * Fails a record's next attempts.
   *
   * @param partition the record's partition
   * @param offset its offset
   * @param times how often, at least 1
   * @param failure makes what is thrown
   * @return this handler
   */
  public synchronized RecordingHandler failing(
      TopicPartition partition, long offset, int times, Supplier<? extends Exception> failure) {
    failures.put(new Offset(partition, offset), new Failure(times, failure));
    return this;
  }

  /**
   * Fails every attempt at a record, until {@link #heal}.
   *
   * @param partition the record's partition
   * @param offset its offset
   * @param failure makes what is thrown
   * @return this handler
   */
  public RecordingHandler failingAlways(
      TopicPartition partition, long offset, Supplier<? extends Exception> failure) {
    return failing(partition, offset, Integer.MAX_VALUE, failure);
  }

  /** Ends all failures. */
  public synchronized void heal() {
    failures.clear();
  }

  /**
   * Blocks the worker that handles a record, until {@link #release}. For real worker threads only.
   *
   * @param partition the record's partition
   * @param offset its offset
   * @return this handler
   */
  public synchronized RecordingHandler blocking(TopicPartition partition, long offset) {
    blocks.put(new Offset(partition, offset), new CountDownLatch(1));
    return this;
  }

  /** Lets all blocked workers go on. */
  public synchronized void release() {
    blocks.values().forEach(CountDownLatch::countDown);
    blocks.clear();
  }

  @Override
  public void handle(ConsumerRecord<byte[], byte[]> record) throws Exception {
    Offset place = Offset.of(record);
    CountDownLatch block = begin(place);
    if (block != null) {
      await(block, record);
    }
    throwIfFailing(place);
    synchronized (this) {
      handled.add(record);
    }
  }

  private synchronized @Nullable CountDownLatch begin(Offset place) {
    attempts.merge(place, 1, Integer::sum);
    return blocks.get(place);
  }

  private static void await(CountDownLatch block, ConsumerRecord<byte[], byte[]> record)
      throws InterruptedException {
    if (StepExecutor.insideTask()) {
      throw new AssertionError(
          Place.of(record)
              + ": would block the test's own thread; use real workers, or a DeferringHandler");
    }
    block.await();
  }

  private void throwIfFailing(Offset place) throws Exception {
    Supplier<? extends Exception> failure;
    synchronized (this) {
      Failure scripted = failures.get(place);
      if (scripted == null) {
        return;
      }
      failures.compute(place, (key, value) -> scripted.next());
      failure = scripted.exception();
    }
    throw failure.get();
  }

  /**
   * Everything that was handled, over all partitions; a record may appear again after a crash or a
   * rebalance.
   *
   * @return the records in the order in which they were handled
   */
  public synchronized List<ConsumerRecord<byte[], byte[]>> handled() {
    return List.copyOf(handled);
  }

  /**
   * What was handled of a partition.
   *
   * @param partition where
   * @return offsets in the order in which they were handled
   */
  public synchronized List<Long> handled(TopicPartition partition) {
    return handled.stream()
        .map(Offset::of)
        .filter(place -> place.partition().equals(partition))
        .map(Offset::offset)
        .toList();
  }

  /**
   * How often a record was tried.
   *
   * @param partition the record's partition
   * @param offset its offset
   * @return failed attempts included
   */
  public synchronized int attempts(TopicPartition partition, long offset) {
    return attempts.getOrDefault(new Offset(partition, offset), 0);
  }

  private record Failure(int times, Supplier<? extends Exception> exception) {

    @Nullable Failure next() {
      return times <= 1 ? null : new Failure(times - 1, exception);
    }
  }
}
