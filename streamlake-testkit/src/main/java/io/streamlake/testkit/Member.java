package io.streamlake.testkit;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** One membership of one consumer in the group; guarded by the group's lock. */
final class Member {

  private final String id;
  private final ConsumerSettings.Protocol protocol;
  private final Set<TopicPartition> owned = new HashSet<>();
  private int generation;
  private boolean isFenced;
  private boolean isJoining;
  private boolean isRebalancePending = true;

  Member(String id, ConsumerSettings.Protocol protocol) {
    this.id = id;
    this.protocol = protocol;
  }

  String id() {
    return id;
  }

  ConsumerSettings.Protocol protocol() {
    return protocol;
  }

  /** The partitions that nobody else may get before this member has given them up. */
  Set<TopicPartition> owned() {
    return owned;
  }

  int generation() {
    return generation;
  }

  boolean isFenced() {
    return isFenced;
  }

  /** Whether the group has thrown it out, which it learns from its next request only. */
  void fence() {
    isFenced = true;
    owned.clear();
  }

  /** Whether it waits for the rebalance to end: a classic member cannot commit meanwhile. */
  boolean isJoining() {
    return isJoining;
  }

  void beginJoin() {
    isJoining = true;
  }

  boolean isRebalancePending() {
    return isRebalancePending;
  }

  void rebalance() {
    isRebalancePending = true;
  }

  void endRebalance(int newGeneration) {
    generation = newGeneration;
    isJoining = false;
    isRebalancePending = false;
  }
}
