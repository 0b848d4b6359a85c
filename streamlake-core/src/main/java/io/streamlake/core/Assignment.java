package io.streamlake.core;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.kafka.common.TopicPartition;

/**
 * One assignment of one partition to this consumer, and what its handler may ask of the loop. Safe
 * for use from any thread; after the assignment is over every request is ignored.
 */
public interface Assignment {

  /**
   * The partition.
   *
   * @return topic and partition
   */
  TopicPartition partition();

  /**
   * Tells this assignment from earlier and later ones of the same partition.
   *
   * @return a number that grows with each assignment in this process
   */
  long epoch();

  /**
   * Asks where the start policy would start this partition.
   *
   * @return completes with an offset once the broker has answered
   */
  CompletionStage<Long> policyStart();

  /**
   * Runs tasks one after the other with the handler's own calls, never two at once, in order.
   *
   * @return the partition's lane
   */
  Executor lane();

  /**
   * Gives up everything in flight and starts the partition anew: this handler is dropped, another
   * is made and asked where to start. The assignment stays.
   *
   * @param reason why, for the log
   */
  void restart(String reason);

  /** Stops fetching for a while; what has been fetched still arrives. */
  void pause();

  /** Ends {@link #pause}. */
  void resume();
}
