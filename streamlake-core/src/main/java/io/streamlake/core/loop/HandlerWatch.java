package io.streamlake.core.loop;

import io.streamlake.core.BatchFailedException;
import io.streamlake.core.BatchHandler;
import io.streamlake.core.PartitionHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Knows which records of one epoch are in the handler, and since when. The thread that handles
 * publishes the record and reads no clock; whoever looks, at least the poll thread in every turn,
 * notes the time at which a handling was seen first.
 */
final class HandlerWatch implements PartitionHandler {

  private final TopicPartition id;
  private final PartitionHandler handler;
  private final Consumer<Retry> onRetry;

  /** The only record in the handler, or one of several where records run at the same time. */
  private final AtomicReference<@Nullable ConsumerRecord<byte[], byte[]>> first =
      new AtomicReference<>();

  private volatile @Nullable Thread firstThread;
  private long handlings; // written by who holds `first`, published by it
  private final Map<Thread, ConsumerRecord<byte[], byte[]>> others = new ConcurrentHashMap<>();
  private final Map<Long, Integer> failures = new ConcurrentHashMap<>();

  // who looks: guarded by this
  private final Map<Handling, Long> seenAtNanos = new HashMap<>();
  private final Set<Handling> told = new HashSet<>();

  /** An attempt that is not the first. */
  record Retry(long offset, int attempt) {}

  /** One attempt at one record: equal only to itself, seen again. */
  private record Handling(ConsumerRecord<byte[], byte[]> record, Thread thread, long number) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Handling same
          && record == same.record
          && thread == same.thread
          && number == same.number;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(record);
    }
  }

  HandlerWatch(TopicPartition id, PartitionHandler handler, Consumer<Retry> onRetry) {
    this.id = id;
    this.handler = handler;
    this.onRetry = onRetry;
  }

  @Override
  public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) throws Exception {
    if (!failures.isEmpty()) {
      tellRetry(record);
    }
    boolean isFirst = enter(record);
    try {
      return handler.accept(record);
    } catch (Exception e) {
      noteFailure(record);
      throw e;
    } finally {
      leave(isFirst);
    }
  }

  /** Watches a handler of batches by the first record of each batch. */
  BatchHandler watched(BatchHandler batches) {
    return records -> {
      ConsumerRecord<byte[], byte[]> head = records.get(0);
      if (!failures.isEmpty()) {
        tellRetry(head);
      }
      boolean isFirst = enter(head);
      try {
        batches.handle(records);
      } catch (BatchFailedException e) {
        noteFailure(records.get(Math.min(e.index(), records.size() - 1)));
        throw e;
      } catch (Exception e) {
        noteFailure(head);
        throw e;
      } finally {
        leave(isFirst);
      }
    };
  }

  private void noteFailure(ConsumerRecord<byte[], byte[]> record) {
    failures.merge(record.offset(), 1, Integer::sum);
  }

  private boolean enter(ConsumerRecord<byte[], byte[]> record) {
    Thread current = Thread.currentThread();
    if (!first.compareAndSet(null, record)) {
      others.put(current, record);
      return false;
    }
    handlings++;
    if (firstThread != current) {
      firstThread = current;
    }
    return true;
  }

  private void leave(boolean isFirst) {
    if (isFirst) {
      first.setRelease(null);
      return;
    }
    others.remove(Thread.currentThread());
  }

  private void tellRetry(ConsumerRecord<byte[], byte[]> record) {
    int failed = failures.getOrDefault(record.offset(), 0);
    if (failed > 0) {
      onRetry.accept(new Retry(record.offset(), failed + 1));
    }
  }

  /** Forgets the failures of what is settled; on the poll thread. */
  void settled(long from, long to) {
    if (!failures.isEmpty()) {
      failures.keySet().removeIf(offset -> offset >= from && offset < to);
    }
  }

  /** Whether no record is in the handler. */
  boolean isIdle() {
    return first.get() == null && others.isEmpty();
  }

  /** Looks, and says what has been in the handler for so long; from any thread. */
  synchronized List<StuckRecord> stuck(long nowNanos, Duration olderThan) {
    List<StuckRecord> stuck = new ArrayList<>();
    for (Handling handling : look(nowNanos)) {
      age(handling, nowNanos, olderThan).ifPresent(age -> stuck.add(describe(handling, age)));
    }
    return stuck;
  }

  /** Looks, and says what has come to that age and was not told yet; on the poll thread. */
  synchronized List<StuckRecord> newlyStuck(long nowNanos, Duration olderThan) {
    List<StuckRecord> stuck = new ArrayList<>();
    for (Handling handling : look(nowNanos)) {
      age(handling, nowNanos, olderThan)
          .filter(age -> told.add(handling))
          .ifPresent(age -> stuck.add(describe(handling, age)));
    }
    return stuck;
  }

  private List<Handling> look(long nowNanos) {
    List<Handling> present = present();
    if (!seenAtNanos.isEmpty()) {
      seenAtNanos.keySet().retainAll(present);
      told.retainAll(present);
    }
    present.forEach(handling -> seenAtNanos.putIfAbsent(handling, nowNanos));
    return present;
  }

  private List<Handling> present() {
    ConsumerRecord<byte[], byte[]> record = first.get();
    if (record == null && others.isEmpty()) {
      return List.of();
    }
    List<Handling> present = new ArrayList<>();
    Thread thread = firstThread;
    if (record != null && thread != null) {
      present.add(new Handling(record, thread, handlings));
    }
    others.forEach((worker, other) -> present.add(new Handling(other, worker, 0)));
    return present;
  }

  private Optional<Duration> age(Handling handling, long nowNanos, Duration olderThan) {
    Duration age = Duration.ofNanos(nowNanos - seenAtNanos.getOrDefault(handling, nowNanos));
    return age.compareTo(olderThan) >= 0 ? Optional.of(age) : Optional.empty();
  }

  private StuckRecord describe(Handling handling, Duration age) {
    long offset = handling.record().offset();
    int attempt = failures.getOrDefault(offset, 0) + 1;
    Thread thread = handling.thread();
    List<StackTraceElement> stack = List.of(thread.getStackTrace());
    return new StuckRecord(id, offset, age, attempt, thread.getName(), stack);
  }

  @Override
  public CompletionStage<OptionalLong> start(Optional<OffsetAndMetadata> committed) {
    return handler.start(committed);
  }

  @Override
  public boolean hasRoomFor(ConsumerRecord<byte[], byte[]> record) {
    return handler.hasRoomFor(record);
  }

  @Override
  public void advanced(long position) {
    handler.advanced(position);
  }

  @Override
  public CompletionStage<?> deadLettered(ConsumerRecord<byte[], byte[]> record) {
    return handler.deadLettered(record);
  }

  @Override
  public CompletionStage<?> skipped(ConsumerRecord<byte[], byte[]> record) {
    return handler.skipped(record);
  }

  @Override
  public CompletionStage<?> flush() {
    return handler.flush();
  }

  @Override
  public void dropped() {
    handler.dropped();
  }

  @Override
  public String commitMetadata(long offset) {
    return handler.commitMetadata(offset);
  }
}
