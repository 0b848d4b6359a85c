package io.streamlake.testkit;

import io.streamlake.testkit.ConsumerSettings.Protocol;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * How the client joins, hands over and leaves: which callback it calls when, and what is assigned
 * at that moment (ConsumerCoordinator: onJoinPrepare, onJoinComplete, onLeavePrepare;
 * ConsumerRebalanceListenerInvoker).
 */
final class Membership {

  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

  private final TestGroup group;
  private final LogConsumer consumer;
  private final Protocol protocol;
  private final Consumer<Set<TopicPartition>> reassign;
  private @Nullable ConsumerRebalanceListener listener;
  private @Nullable Member member;
  private @Nullable Exception failure;

  /**
   * Creates a membership that has not joined.
   *
   * @param reassign changes what is assigned, keeping the state of what stays
   */
  Membership(
      TestGroup group,
      LogConsumer consumer,
      Protocol protocol,
      Consumer<Set<TopicPartition>> reassign) {
    this.group = group;
    this.consumer = consumer;
    this.protocol = protocol;
    this.reassign = reassign;
  }

  void listenWith(@Nullable ConsumerRebalanceListener newListener) {
    listener = newListener;
  }

  @Nullable Member current() {
    return member;
  }

  /** Takes part in the group, once a poll. */
  void poll() {
    if (group.isCoordinatorDown()) {
      return;
    }
    Member joined = joined();
    if (protocol == Protocol.EAGER) {
      rebalanceEagerly(joined);
    } else {
      rebalanceCooperatively(joined);
    }
    throwFailure();
  }

  /** Leaves the group; what is assigned is revoked or, where the group moved on already, lost. */
  void leave(boolean isClosing) {
    Member leaving = member;
    if (leaving == null) {
      if (isClosing) {
        group.forget(consumer);
      }
      return;
    }
    Set<TopicPartition> owned = consumer.assignment();
    if (isLost(leaving, owned)) {
      lost(owned);
    } else if (!owned.isEmpty()) {
      revoked(owned);
    }
    reassign.accept(Set.of());
    member = null;
    group.leave(consumer, isClosing);
    throwFailure();
  }

  /** A classic consumer that closes while it waits for a rebalance calls lost, not revoked. */
  private static boolean isLost(Member leaving, Set<TopicPartition> owned) {
    return !owned.isEmpty() && (leaving.isFenced() || leaving.isJoining());
  }

  private Member joined() {
    Member present = member;
    if (present != null && !present.isFenced()) {
      return present;
    }
    Set<TopicPartition> owned = consumer.assignment();
    if (present != null && !owned.isEmpty()) {
      lost(owned);
      reassign.accept(Set.of());
    }
    Member joined = group.join(consumer, protocol);
    member = joined;
    return joined;
  }

  private void rebalanceCooperatively(Member joined) {
    if (group.isRebalanceHeld()) {
      waitForOthers(joined);
      return;
    }
    Set<TopicPartition> owned = consumer.assignment();
    Set<TopicPartition> revoked = minus(owned, group.target(consumer));
    Set<TopicPartition> added = minus(group.grantable(consumer), owned);
    boolean isChanged = !revoked.isEmpty() || !added.isEmpty();
    if (!isChanged && !joined.isRebalancePending()) {
      return;
    }
    if (!revoked.isEmpty()) {
      revoked(revoked);
    }
    Set<TopicPartition> assignment = minus(owned, revoked);
    assignment.addAll(added);
    reassign.accept(assignment);
    group.finishRebalance(joined, assignment);
    if (isChanged || protocol == Protocol.COOPERATIVE) {
      assigned(added);
    }
  }

  private void waitForOthers(Member joined) {
    if (protocol == Protocol.COOPERATIVE && joined.isRebalancePending()) {
      group.beginJoin(joined);
    }
  }

  /** Everyone gives up everything, and gets its share when all have done so. */
  private void rebalanceEagerly(Member joined) {
    if (!joined.isJoining() && !joined.isRebalancePending()) {
      return;
    }
    if (!joined.isJoining()) {
      revoked(consumer.assignment());
      reassign.accept(Set.of());
      group.giveUp(joined);
      group.beginJoin(joined);
    }
    Set<TopicPartition> target = group.target(consumer);
    if (group.isRebalanceHeld() || !group.grantable(consumer).equals(target)) {
      return;
    }
    reassign.accept(target);
    group.finishRebalance(joined, target);
    assigned(target);
  }

  private void revoked(Set<TopicPartition> partitions) {
    call(present -> present.onPartitionsRevoked(sorted(partitions)));
  }

  private void assigned(Set<TopicPartition> partitions) {
    call(present -> present.onPartitionsAssigned(sorted(partitions)));
  }

  private void lost(Set<TopicPartition> partitions) {
    call(present -> present.onPartitionsLost(sorted(partitions)));
  }

  /** A wake-up ends the poll, and the callback comes again; other failures wait for its end. */
  private void call(Consumer<ConsumerRebalanceListener> callback) {
    ConsumerRebalanceListener present = listener;
    if (present == null) {
      return;
    }
    try {
      callback.accept(present);
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      failure = failure == null ? e : failure;
    }
  }

  private void throwFailure() {
    Exception first = failure;
    failure = null;
    if (first instanceof KafkaException kafka) {
      throw kafka;
    }
    if (first != null) {
      throw new KafkaException("User rebalance callback throws an error", first);
    }
  }

  private static SortedSet<TopicPartition> sorted(Set<TopicPartition> partitions) {
    SortedSet<TopicPartition> sorted = new TreeSet<>(ORDER);
    sorted.addAll(partitions);
    return sorted;
  }

  private static Set<TopicPartition> minus(Set<TopicPartition> all, Set<TopicPartition> without) {
    Set<TopicPartition> rest = new HashSet<>(all);
    rest.removeAll(without);
    return rest;
  }
}
