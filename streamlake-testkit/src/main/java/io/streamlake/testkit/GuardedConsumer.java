package io.streamlake.testkit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Who may call a consumer, and when: one thread at a time, until it is closed. Short forms of its
 * methods call the long ones, and what would lie about a log is refused.
 */
// a second thread must be refused, not made to wait
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
abstract class GuardedConsumer extends MockConsumer<byte[], byte[]> {

  private final VirtualTime time;
  private final Duration apiTimeout;
  private final LightLock lock = new LightLock();
  private final AtomicBoolean wakeup = new AtomicBoolean();
  private boolean isCrashed;
  private boolean isWakeupDisabled;

  GuardedConsumer(VirtualTime time, Duration apiTimeout) {
    super("none");
    this.time = time;
    this.apiTimeout = apiTimeout;
  }

  /** Runs an action as the only thread inside. */
  final void alone(Runnable action) {
    lock.run(action);
  }

  /** Runs a query as the only thread inside an open consumer. */
  final <T> T ask(Supplier<T> query) {
    return lock.call(
        () -> {
          requireOpen();
          return query.get();
        });
  }

  /** Runs a command as the only thread inside an open consumer. */
  final void tell(Runnable command) {
    lock.run(
        () -> {
          requireOpen();
          command.run();
        });
  }

  @Override
  public Set<TopicPartition> assignment() {
    return lock.call(() -> Set.copyOf(super.assignment()));
  }

  @Override
  public void pause(Collection<TopicPartition> partitions) {
    tell(() -> super.pause(partitions));
  }

  @Override
  public void resume(Collection<TopicPartition> partitions) {
    tell(() -> super.resume(partitions));
  }

  @Override
  public Set<TopicPartition> paused() {
    return lock.call(() -> Set.copyOf(super.paused()));
  }

  @Override
  public void wakeup() {
    wakeup.set(true);
  }

  @Override
  public void subscribe(SubscriptionPattern newPattern) {
    subscribe(Pattern.compile(newPattern.pattern()));
  }

  @Override
  public void subscribe(SubscriptionPattern newPattern, ConsumerRebalanceListener listener) {
    subscribe(Pattern.compile(newPattern.pattern()), listener);
  }

  @Override
  public void seek(TopicPartition partition, long offset) {
    seek(partition, new OffsetAndMetadata(offset, Optional.empty(), ""));
  }

  @Override
  public long position(TopicPartition partition) {
    return position(partition, apiTimeout);
  }

  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    commitSync(offsets, apiTimeout);
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    return committed(partitions, apiTimeout);
  }

  @Override
  public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
    return beginningOffsets(partitions, apiTimeout);
  }

  @Override
  public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
    return endOffsets(partitions, apiTimeout);
  }

  @Override
  public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
      Map<TopicPartition, Long> timestamps) {
    return offsetsForTimes(timestamps, apiTimeout);
  }

  @Override
  @SuppressWarnings("deprecation") // callers of the old signature get the same
  public void close(Duration timeout) {
    close(CloseOptions.timeout(timeout));
  }

  /** Changes what is assigned, without a callback; what stays keeps its pause. */
  final void changeAssignment(Set<TopicPartition> assignment) {
    forgetPauses(assignment);
    super.rebalance(assignment);
  }

  /** MockConsumer keeps pauses of what has gone; the client does not (SubscriptionState). */
  final void forgetPauses(Set<TopicPartition> assignment) {
    Set<TopicPartition> gone = new HashSet<>(super.paused());
    gone.removeAll(assignment);
    super.resume(gone);
  }

  /** Refused: records come from the log. */
  @Override
  public void addRecord(ConsumerRecord<byte[], byte[]> record) {
    throw new UnsupportedOperationException("append to the TestLog instead");
  }

  /** Refused: the group decides who has what. */
  @Override
  public void rebalance(Collection<TopicPartition> assignment) {
    throw new UnsupportedOperationException("call TestGroup.assign instead");
  }

  /** Refused: the group decides who has what. */
  @Override
  public void losePartitions(Collection<TopicPartition> partitions) {
    throw new UnsupportedOperationException("call TestGroup.fence instead");
  }

  final void crash() {
    isCrashed = true;
  }

  final boolean isOpen() {
    return !isCrashed && !closed();
  }

  private void requireOpen() {
    if (!isOpen()) {
      throw new IllegalStateException(
          isCrashed ? "This consumer has crashed." : "This consumer has already been closed.");
    }
  }

  final void requireAssigned(TopicPartition partition) {
    requireOpen();
    if (!super.assignment().contains(partition)) {
      throw new IllegalStateException("No current assignment for partition " + partition);
    }
  }

  /** ConsumerCoordinator.close: from here on a wake-up does nothing. */
  final void disableWakeup() {
    isWakeupDisabled = true;
  }

  final void throwIfWokenUp() {
    if (wakeup.getAndSet(false) && !isWakeupDisabled) {
      throw new WakeupException();
    }
  }

  final TimeoutException timedOut(Duration timeout, String what) {
    time.advance(timeout);
    return new TimeoutException("Timeout of " + timeout + " expired before the " + what);
  }
}
