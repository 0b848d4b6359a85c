package io.streamlake.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.jspecify.annotations.Nullable;

/**
 * The group's committed offsets, every commit that was tried, and the failures that the test wants.
 */
final class GroupOffsets {

  /** The broker's default {@code offset.metadata.max.bytes}. */
  private static final int MAX_METADATA = 4096;

  private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
  private final List<CommitAttempt> attempts = new ArrayList<>();
  private final Deque<Failure> failures = new ArrayDeque<>();
  private boolean isCoordinatorDown;

  Optional<OffsetAndMetadata> committed(TopicPartition partition) {
    return Optional.ofNullable(committed.get(partition));
  }

  Map<TopicPartition, OffsetAndMetadata> committed() {
    return Map.copyOf(committed);
  }

  void put(TopicPartition partition, @Nullable OffsetAndMetadata offset) {
    if (offset == null) {
      committed.remove(partition);
      return;
    }
    committed.put(partition, offset);
  }

  List<CommitAttempt> attempts() {
    return List.copyOf(attempts);
  }

  void fail(RuntimeException error, boolean isApplied) {
    failures.add(new Failure(error, isApplied));
  }

  boolean isCoordinatorDown() {
    return isCoordinatorDown;
  }

  void coordinatorDown(boolean isDown) {
    isCoordinatorDown = isDown;
  }

  /** Applies or refuses a commit; answers with the error that the member gets. */
  @Nullable RuntimeException commit(
      @Nullable Member member, Map<TopicPartition, OffsetAndMetadata> offsets) {
    Failure failure = outcome(member, offsets);
    if (failure.isApplied()) {
      committed.putAll(offsets);
    }
    attempts.add(
        new CommitAttempt(
            member == null ? "" : member.id(),
            member == null ? -1 : member.generation(),
            member == null ? Set.of() : member.owned(),
            offsets,
            failure.isApplied(),
            Optional.ofNullable(failure.error())));
    return failure.error();
  }

  private Failure outcome(@Nullable Member member, Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (isCoordinatorDown) {
      return refused(new CoordinatorNotAvailableException("the coordinator is not available"));
    }
    Failure scripted = failures.poll();
    boolean isFenced = member != null && member.isFenced();
    // an answer can get lost only where there was a success
    if (scripted != null && !(isFenced && scripted.isApplied())) {
      return scripted;
    }
    if (member != null && isFenced) {
      return refused(fenced(member));
    }
    // ConsumerCoordinator.sendOffsetCommitRequest: without a stable generation, but joining
    if (member != null && member.isJoining()) {
      return refused(
          new RebalanceInProgressException("the group is rebalancing; poll, then retry"));
    }
    boolean isTooLarge = offsets.values().stream().anyMatch(GroupOffsets::isTooLarge);
    return isTooLarge
        ? refused(new OffsetMetadataTooLarge("metadata longer than " + MAX_METADATA))
        : new Failure(null, true);
  }

  private static boolean isTooLarge(OffsetAndMetadata offset) {
    return offset.metadata().length() > MAX_METADATA;
  }

  /**
   * UNKNOWN_MEMBER_ID in the classic protocol (ConsumerCoordinator.OffsetCommitResponseHandler),
   * STALE_MEMBER_EPOCH in KIP-848 (CommitRequestManager).
   */
  private static RuntimeException fenced(Member member) {
    return member.protocol() == ConsumerSettings.Protocol.CONSUMER
        ? new StaleMemberEpochException("the member's epoch is not the group's")
        : new CommitFailedException();
  }

  private static Failure refused(RuntimeException error) {
    return new Failure(error, false);
  }

  /** What the member is told, null for success, and whether the offsets are committed. */
  private record Failure(@Nullable RuntimeException error, boolean isApplied) {}
}
