package io.streamlake.testkit;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The group coordinator, in memory: who is in the group, who gets which partition, and what is
 * committed. The test decides the assignment; members learn of it in their next {@code poll}, and a
 * partition reaches its new owner only after the old one's revoke callback, or once the old one is
 * fenced.
 *
 * <p>Like the broker it checks on a commit that the sender is a member, and never that it owns the
 * partition. Safe for use from any thread.
 */
public final class TestGroup {

  private final String id;
  private final TestLog log;
  private final VirtualTime time;
  private final GroupOffsets offsets = new GroupOffsets();
  private final Map<LogConsumer, Set<TopicPartition>> targets = new LinkedHashMap<>();
  private final Map<LogConsumer, Member> members = new LinkedHashMap<>();
  private int generation;
  private int joined;
  private boolean areAnswersHeld;
  private boolean isRebalanceHeld;

  /**
   * Creates a group without members.
   *
   * @param id the group's name
   * @param log what its members read
   * @param time moves on while members wait
   */
  public TestGroup(String id, TestLog log, VirtualTime time) {
    this.id = id;
    this.log = log;
    this.time = time;
  }

  /**
   * Makes a consumer of this group; it joins when it subscribes and polls. Fits where a factory of
   * consumers is asked for: {@code group::consumer}.
   *
   * @param config as for the real client; what it says about fetching, isolation, reset and
   *     protocol is honoured
   * @return a consumer without assignment
   */
  public synchronized LogConsumer consumer(Map<String, Object> config) {
    LogConsumer consumer = new LogConsumer(this, log, time, ConsumerSettings.of(config));
    targets.put(consumer, Set.of());
    return consumer;
  }

  /**
   * The consumers that were made and have neither closed nor crashed.
   *
   * @return in the order in which they were made
   */
  public synchronized List<LogConsumer> consumers() {
    return List.copyOf(targets.keySet());
  }

  /**
   * Gives a consumer exactly these partitions, taking them from whoever has them: a rebalance.
   *
   * @param consumer the new owner, whether it has joined yet or not
   * @param partitions what it has when the rebalance is over
   */
  public synchronized void assign(
      Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
    LogConsumer owner = known(consumer);
    Set<TopicPartition> taken = Set.copyOf(partitions);
    targets.replaceAll((other, target) -> minus(target, taken));
    targets.put(owner, taken);
    rebalance();
  }

  /**
   * Gives a consumer exactly these partitions.
   *
   * @param consumer the new owner
   * @param partitions what it has when the rebalance is over
   */
  public void assign(Consumer<byte[], byte[]> consumer, TopicPartition... partitions) {
    assign(consumer, List.of(partitions));
  }

  /** Starts a rebalance that leaves everyone what they have. */
  public synchronized void rebalance() {
    generation++;
    members.values().forEach(Member::rebalance);
  }

  /**
   * Keeps rebalances from ending: a classic member that polls meanwhile keeps what it has
   * (cooperative) or nothing (eager), cannot commit, and loses its partitions if it closes.
   */
  public synchronized void holdRebalances() {
    isRebalanceHeld = true;
  }

  /** Ends {@link #holdRebalances}: each member's next poll ends its rebalance. */
  public synchronized void releaseRebalances() {
    isRebalanceHeld = false;
  }

  /**
   * Throws a member out, as a session timeout does: its partitions are free at once, its commits
   * fail, and its next poll calls {@code onPartitionsLost} and joins anew. What it is assigned
   * afterwards it gets back in that poll.
   *
   * @param consumer the member
   */
  public synchronized void fence(Consumer<byte[], byte[]> consumer) {
    LogConsumer fenced = known(consumer);
    targets.put(fenced, Set.of());
    Optional.ofNullable(members.remove(fenced)).ifPresent(Member::fence);
    rebalance();
  }

  /**
   * Lets a member vanish without closing: its partitions are free, and it must not be used again.
   *
   * @param consumer the member
   */
  public synchronized void crash(Consumer<byte[], byte[]> consumer) {
    LogConsumer crashed = known(consumer);
    fence(crashed);
    targets.remove(crashed);
    crashed.crash();
  }

  /**
   * What is committed.
   *
   * @param partition where
   * @return the offset with its metadata and leader epoch, or empty
   */
  public synchronized Optional<OffsetAndMetadata> committed(TopicPartition partition) {
    return offsets.committed(partition);
  }

  /**
   * Sets what is committed, as a reset by hand does.
   *
   * @param partition where
   * @param offset the new offset, or null to forget it, as expiry does
   */
  public synchronized void reset(TopicPartition partition, @Nullable OffsetAndMetadata offset) {
    offsets.put(partition, offset);
  }

  /**
   * Every commit that was tried.
   *
   * @return in the order in which the coordinator saw them
   */
  public synchronized List<CommitAttempt> commits() {
    return offsets.attempts();
  }

  /**
   * Refuses a commit to come; called several times it refuses as many, in that order.
   *
   * @param error what the broker answers; the consumer passes it on as the real client does: an
   *     asynchronous commit wraps a retriable error, a synchronous one tries again
   */
  public synchronized void failNextCommit(RuntimeException error) {
    offsets.fail(error, false);
  }

  /**
   * Applies a commit to come, but loses the answer.
   *
   * @param error what the member sees instead of success
   */
  public synchronized void loseNextCommitAnswer(RuntimeException error) {
    offsets.fail(error, true);
  }

  /** Keeps the callbacks of asynchronous commits back, even if the member polls. */
  public synchronized void holdAnswers() {
    areAnswersHeld = true;
  }

  /** Ends {@link #holdAnswers}: the callbacks run inside the member's next poll. */
  public synchronized void releaseAnswers() {
    areAnswersHeld = false;
  }

  /** Makes the coordinator unreachable: no commits, no committed offsets, no rebalances. */
  public synchronized void coordinatorDown() {
    offsets.coordinatorDown(true);
  }

  /** Ends {@link #coordinatorDown}. */
  public synchronized void coordinatorUp() {
    offsets.coordinatorDown(false);
  }

  String id() {
    return id;
  }

  synchronized Map<TopicPartition, OffsetAndMetadata> committed() {
    return offsets.committed();
  }

  synchronized boolean isRebalanceHeld() {
    return isRebalanceHeld;
  }

  synchronized boolean areAnswersHeld() {
    return areAnswersHeld;
  }

  synchronized boolean isCoordinatorDown() {
    return offsets.isCoordinatorDown();
  }

  synchronized @Nullable RuntimeException commit(
      @Nullable Member member, Map<TopicPartition, OffsetAndMetadata> commit) {
    return offsets.commit(member, commit);
  }

  synchronized Member join(LogConsumer consumer, ConsumerSettings.Protocol protocol) {
    joined++;
    Member member = new Member(id + "-" + joined, protocol);
    members.put(consumer, member);
    return member;
  }

  /** Takes a consumer out of the group; it may join again unless it closes. */
  synchronized void leave(LogConsumer consumer, boolean isClosing) {
    targets.put(consumer, Set.of());
    if (isClosing) {
      targets.remove(consumer);
    }
    Optional.ofNullable(members.remove(consumer)).ifPresent(Member::fence);
    rebalance();
  }

  synchronized void forget(LogConsumer consumer) {
    targets.remove(consumer);
  }

  synchronized Set<TopicPartition> target(LogConsumer consumer) {
    return targets.getOrDefault(consumer, Set.of());
  }

  /** What a member may take now: its target, without what others still have to give up. */
  synchronized Set<TopicPartition> grantable(LogConsumer consumer) {
    Set<TopicPartition> elsewhere =
        members.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(consumer))
            .flatMap(entry -> entry.getValue().owned().stream())
            .collect(Collectors.toSet());
    return minus(target(consumer), elsewhere);
  }

  synchronized void finishRebalance(Member member, Set<TopicPartition> assignment) {
    member.owned().clear();
    member.owned().addAll(assignment);
    member.endRebalance(generation);
  }

  synchronized void giveUp(Member member) {
    member.owned().clear();
  }

  synchronized void beginJoin(Member member) {
    member.beginJoin();
  }

  private LogConsumer known(Consumer<byte[], byte[]> consumer) {
    if (consumer instanceof LogConsumer log && targets.containsKey(log)) {
      return log;
    }
    throw new IllegalArgumentException(
        id + ": not a consumer of this group, or closed already: " + consumer);
  }

  private static Set<TopicPartition> minus(Set<TopicPartition> all, Set<TopicPartition> without) {
    Set<TopicPartition> rest = new HashSet<>(all);
    rest.removeAll(without);
    return rest;
  }
}
