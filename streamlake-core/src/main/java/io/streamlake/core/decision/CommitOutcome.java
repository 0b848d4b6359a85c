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
 * the row, nothing is replayed: what to commit is computed anew from the trackers.
 */
public enum CommitOutcome {
  /** Nothing is wrong that time does not heal: send a new commit soon. */
  AGAIN,
  /**
   * This member's generation is over. Partitions that it still holds are committed under the next
   * one; the others belong to somebody else.
   */
  STALE,
  /** A person is needed: the loop stops. */
  FATAL;

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
    if (failure instanceof RebalanceInProgressException
        || failure instanceof RetriableCommitFailedException
        || failure instanceof RetriableException
        || failure instanceof WakeupException) {
      return AGAIN;
    }
    return FATAL;
  }
}
