package io.streamlake.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that reads a {@link TestLog} as a member of a {@link TestGroup}, and answers as
 * Kafka's real client does where {@link MockConsumer} does not: records stay in the log, so a seek
 * delivers them again; commits can fail; callbacks of asynchronous commits run inside a later call;
 * partitions are revoked and lost inside {@code poll}; a paused partition without a position makes
 * {@code poll} throw; closing calls the listener.
 *
 * <p>Of {@code MockConsumer} it keeps what is assigned, paused and subscribed. To be used by one
 * thread at a time, which it checks; only {@link #wakeup} may be called from any. Waiting moves
 * virtual time. Where behaviour was taken from the client, the collaborators name the class.
 */
// a second thread must be refused, not made to wait
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
public final class LogConsumer extends PositionedConsumer {

  private final TestGroup group;
  private final TestLog log;
  private final VirtualTime time;
  private final Queue<RuntimeException> pollFailures = new ArrayDeque<>();
  private final Membership membership;
  private final Committing committing;
  private final Fetching fetching;
  private @Nullable Pattern pattern;
  private Mode mode = Mode.NONE;

  private enum Mode {
    NONE,
    SUBSCRIBED,
    ASSIGNED
  }

  LogConsumer(TestGroup group, TestLog log, VirtualTime time, ConsumerSettings settings) {
    super(log, time, settings, new Fetching(log, group, settings));
    this.group = group;
    this.log = log;
    this.time = time;
    this.membership = new Membership(group, this, settings.protocol(), this::reassign);
    this.committing = new Committing(group, membership, time);
    this.fetching = fetching();
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    return ask(() -> pollUntil(time.deadline(timeout)));
  }

  private ConsumerRecords<byte[], byte[]> pollUntil(long deadline) {
    if (mode == Mode.NONE) {
      throw new IllegalStateException(
          "Consumer is not subscribed to any topics or assigned any partitions");
    }
    ConsumerRecords<byte[], byte[]> records = pollOnce();
    for (int steps = 0; isNothing(records) && time.step(deadline); steps++) {
      VirtualTime.refuseEndless(steps);
      records = pollOnce();
    }
    return records;
  }

  /** ClassicKafkaConsumer.poll: a position that moved is a result, even without a record. */
  private static boolean isNothing(ConsumerRecords<byte[], byte[]> records) {
    return records.isEmpty() && records.nextOffsets().isEmpty();
  }

  private ConsumerRecords<byte[], byte[]> pollOnce() {
    throwIfWokenUp();
    RuntimeException failure = pollFailures.poll();
    if (failure != null) {
      throw failure;
    }
    committing.runCallbacks();
    if (mode == Mode.SUBSCRIBED) {
      membership.poll();
    }
    fetching.updatePositions();
    return fetching.fetch(paused());
  }

  /** Lets a poll to come throw; called several times, as many polls. */
  @Override
  public synchronized void setPollException(KafkaException exception) {
    pollFailures.add(exception);
  }

  @Override
  public void subscribe(Collection<String> topics) {
    tell(() -> subscribeTo(topics, null));
  }

  @Override
  public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
    tell(() -> subscribeTo(topics, listener));
  }

  @Override
  public void subscribe(Pattern newPattern) {
    tell(() -> subscribeTo(newPattern, null));
  }

  @Override
  public void subscribe(Pattern newPattern, ConsumerRebalanceListener listener) {
    tell(() -> subscribeTo(newPattern, listener));
  }

  private void subscribeTo(
      Collection<String> topics, @Nullable ConsumerRebalanceListener listener) {
    if (topics.isEmpty()) {
      unsubscribe();
      return;
    }
    super.subscribe(topics);
    pattern = null;
    mode = Mode.SUBSCRIBED;
    membership.listenWith(listener);
  }

  private void subscribeTo(Pattern newPattern, @Nullable ConsumerRebalanceListener listener) {
    super.subscribe(newPattern);
    pattern = newPattern;
    mode = Mode.SUBSCRIBED;
    membership.listenWith(listener);
  }

  @Override
  public void unsubscribe() {
    tell(
        () -> {
          membership.leave(false);
          forgetPauses(Set.of());
          super.unsubscribe();
          fetching.reassign(Set.of());
          mode = Mode.NONE;
        });
  }

  @Override
  public void assign(Collection<TopicPartition> partitions) {
    tell(
        () -> {
          forgetPauses(Set.copyOf(partitions));
          super.assign(partitions);
          fetching.reassign(Set.copyOf(partitions));
          mode = Mode.ASSIGNED;
        });
  }

  @Override
  public Set<String> subscription() {
    Pattern matching = pattern;
    return ask(
        () ->
            matching == null
                ? Set.copyOf(super.subscription())
                : log.topics().stream()
                    .filter(topic -> matching.matcher(topic).matches())
                    .collect(Collectors.toUnmodifiableSet()));
  }

  private void reassign(Set<TopicPartition> assignment) {
    changeAssignment(assignment);
    fetching.reassign(assignment);
  }

  @Override
  public void commitSync() {
    commitSync(ask(fetching::consumed));
  }

  @Override
  public void commitSync(Duration timeout) {
    commitSync(ask(fetching::consumed), timeout);
  }

  /** A wake-up aborts the wait for the answer, not the commit itself, as in the real client. */
  @Override
  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
    tell(
        () -> {
          committing.sync(offsets, timeout);
          throwIfWokenUp();
        });
  }

  @Override
  public void commitAsync() {
    commitAsync(ask(fetching::consumed), null);
  }

  @Override
  public void commitAsync(@Nullable OffsetCommitCallback callback) {
    commitAsync(ask(fetching::consumed), callback);
  }

  @Override
  public void commitAsync(
      Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
    tell(() -> committing.async(offsets, callback));
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> committed(
      Set<TopicPartition> partitions, Duration timeout) {
    return ask(
        () -> {
          throwIfWokenUp();
          if (group.isCoordinatorDown()) {
            throw timedOut(timeout, "committed offsets of " + partitions);
          }
          Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
          partitions.forEach(tp -> committed.put(tp, group.committed(tp).orElse(null)));
          return committed;
        });
  }

  @Override
  @SuppressWarnings("removal") // Kafka means to make it an interface; there is no other way yet
  public ConsumerGroupMetadata groupMetadata() {
    Member member = membership.current();
    return member == null
        ? new ConsumerGroupMetadata(group.id())
        : new ConsumerGroupMetadata(group.id(), member.generation(), member.id(), Optional.empty());
  }

  @Override
  public void enforceRebalance(String reason) {
    group.rebalance();
  }

  /** Runs callbacks that are due, leaves the group with its callback, and stays closed. */
  @Override
  public void close(CloseOptions options) {
    alone(
        () -> {
          if (closed()) {
            return;
          }
          disableWakeup();
          try {
            committing.runAllCallbacks();
            membership.leave(true);
          } catch (RuntimeException e) {
            throw new KafkaException("Failed to close kafka consumer", e);
          } finally {
            super.close(options);
          }
        });
  }
}
