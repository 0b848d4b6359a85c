package io.streamlake.gcs.writer;

import io.streamlake.core.StreamLakeException;
import io.streamlake.core.TimeSource;
import io.streamlake.gcs.ledger.ChainRoot;
import io.streamlake.gcs.ledger.RecreatedTopic;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps a topic apart from one that was deleted and had its name: the offsets of both begin at
 * zero, so the one must never be landed on top of the other. May block; safe for use by several
 * threads.
 */
final class Topics {

  private final Ledger ledger;
  private final ClusterIdentity identity;
  private final TopicIds ids;
  private final Set<String> accepted;
  private final TimeSource time;

  Topics(Ledger ledger, ClusterIdentity identity, Set<String> accepted, TimeSource time) {
    this.ledger = ledger;
    this.identity = identity;
    this.ids = new TopicIds(identity, time);
    this.accepted = accepted;
    this.time = time;
  }

  /**
   * A partition's chain.
   *
   * @param place topic and partition as the ledger's names tell them
   * @param root its root; empty if it has to be created
   * @param topicId the topic's id as the chain tells it, else as it is now; empty if it is unknown
   * @param start where a new chain begins; empty to leave that to the start policy
   */
  record Found(
      TopicPartition place,
      Optional<ChainRoot> root,
      Optional<String> topicId,
      OptionalLong start) {}

  TimeSource time() {
    return time;
  }

  Optional<String> clusterId() {
    return identity.clusterId();
  }

  /** The first offset that a log holds, see {@link ClusterIdentity#beginning}. */
  OptionalLong beginning(TopicPartition partition) {
    return identity.beginning(partition);
  }

  /**
   * Finds the chain that a partition is landed in.
   *
   * @throws StreamLakeException if there is only one of another topic of that name, or one whose
   *     root is gone
   */
  Found find(TopicPartition id) {
    Optional<String> topicId = ids.now(id.topic());
    Optional<ChainRoot> root = ledger.root(id);
    Optional<String> landed = root.flatMap(found -> ledger.topicId(id, found));
    if (Chain.areOthers(landed, topicId)) {
      return successor(id, landed.orElseThrow(), topicId.orElseThrow());
    }
    if (topicId.isEmpty() && ledger.hasSuccessors(id.topic())) {
      throw new StreamLakeException(
          id
              + ": the raw zone has chains of several topics of this name, and this topic's id is"
              + " unknown; let this client describe it");
    }
    return new Found(id, rootOrNew(id, root), landed.or(() -> topicId), OptionalLong.empty());
  }

  /** A topic that was accepted once stays accepted: its chain says so. */
  private Found successor(TopicPartition id, String before, String topicId) {
    TopicPartition place = RecreatedTopic.place(id, topicId);
    Optional<ChainRoot> root = ledger.root(place);
    if (root.isPresent()) {
      return new Found(place, root, Optional.of(topicId), OptionalLong.empty());
    }
    if (!accepted.contains(topicId)) {
      throw recreated(id, before, topicId);
    }
    return new Found(place, rootOrNew(place, root), Optional.of(topicId), identity.beginning(id));
  }

  /** A second root would make nothing of all claims: who lost the first one has to put it back. */
  private Optional<ChainRoot> rootOrNew(TopicPartition place, Optional<ChainRoot> root) {
    if (root.isPresent() || !ledger.hasClaims(place)) {
      return root;
    }
    Optional<ChainRoot> justCreated = ledger.root(place);
    if (justCreated.isEmpty()) {
      throw new StreamLakeException(
          place
              + ": the raw zone has claims of this partition, and their chain.json is gone. Nothing"
              + " is landed until it is put back, from a backup or the bucket's version history");
    }
    return justCreated;
  }

  /**
   * Makes sure that what was read until a moment is of the chain's topic: an id never comes back,
   * so one that is the same later was the same before.
   *
   * @throws StreamLakeException if the topic is another one by now
   */
  void requireSame(Chain chain, long readUntilNanos) {
    Optional<String> topicId = ids.asOf(readUntilNanos, chain.partition().topic());
    if (Chain.areOthers(chain.topicId(), topicId)) {
      throw recreated(chain.partition(), chain.topicId().orElseThrow(), topicId.orElseThrow());
    }
  }

  private static StreamLakeException recreated(TopicPartition id, String before, String topicId) {
    return new StreamLakeException(
        id
            + ": the topic was deleted and created again: its id is "
            + topicId
            + ", the chain in the raw zone belongs to "
            + before
            + ". Nothing is landed on top of it; to land the new topic beside it, set"
            + " raw-zone.accept-topic to "
            + topicId);
  }
}
