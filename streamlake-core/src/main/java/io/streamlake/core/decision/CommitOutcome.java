package io.streamlake.core.decision;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalGenerationException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The one table of what a failed commit means, for the classic protocol and for KIP-848. Whatever
 * the row, nothing is replayed: what to commit is computed anew from the trackers. Looking up what
 * is committed fails with the same exceptions, and they mean the same.
 *
 * <p>Sources: {@code ConsumerCoordinator.OffsetCommitResponseHandler} and {@code
 * CommitRequestManager.OffsetCommitRequestState} of Kafka 4.4. With KIP-848 a stale epoch is a
 * {@link StaleMemberEpochException} in the callback and a {@link CommitFailedException} from
 * commitSync; a fenced instance has no class of its own there: it is unknown, which is fatal, too.
 */
public enum CommitOutcome {
  /** Nothing is wrong that time does not heal: send a new commit soon. */
  AGAIN,
  /**
   * The group rebalances, and only a poll goes on with that (classic protocol): poll, then send a
   * new commit. Where nobody can poll, as in a rebalance callback, there is nothing to wait for.
   */
  AGAIN_AFTER_POLL,
  /**
   * This member's generation is over. Partitions that it still holds are committed under the next
   * one; the others belong to somebody else.
   */
  STALE,
  /**
   * A person is needed: the loop stops. Metadata that is too large is such a case: without it the
   * commit would look like a reset by hand to whoever starts next.
   */
  FATAL;

  /**
   * Whether another attempt may succeed, now or later.
   *
   * @return false if a person is needed
   */
  public boolean isPassing() {
    return this != FATAL;
  }

  /**
   * Looks up the row of an exception.
   *
   * @param failure what the commit ended with
   * @return what it means
   */
  public static CommitOutcome of(Throwable failure) {
    if (failure instanceof FencedInstanceIdException
        || failure instanceof AuthorizationException
        || failure instanceof AuthenticationException
        || failure instanceof OffsetMetadataTooLarge) {
      return FATAL;
    }
    if (failure instanceof CommitFailedException
        || failure instanceof StaleMemberEpochException
        || failure instanceof UnknownMemberIdException
        || failure instanceof IllegalGenerationException) {
      return STALE;
    }
    if (failure instanceof RebalanceInProgressException) {
      return AGAIN_AFTER_POLL;
    }
    if (failure instanceof RetriableCommitFailedException
        || failure instanceof RetriableException
        || failure instanceof WakeupException) {
      return AGAIN;
    }
    return FATAL;
  }
}
