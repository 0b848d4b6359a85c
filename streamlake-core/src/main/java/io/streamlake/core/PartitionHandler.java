package io.streamlake.core;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * A deferred handler with a life cycle: one object for one assignment of one partition.
 *
 * <p>{@link #start} and {@link #commitMetadata} are called on the poll thread and must not block.
 * All else is called on the partition's lane, never two at once, in turn with the tasks given to
 * {@link Assignment#lane}.
 */
public interface PartitionHandler extends DeferredHandler {

  /**
   * Says where to start reading. The partition stays paused until the stage completes; if it
   * completes exceptionally the partition is held and asked again after a backoff.
   *
   * @param committed what the group has committed for the partition, with its metadata; empty where
   *     there is nothing
   * @return the offset of the first record to read, or empty to leave it to the committed offset
   *     and the start policy
   */
  default CompletionStage<OptionalLong> start(Optional<OffsetAndMetadata> committed) {
    return CompletableFuture.completedFuture(OptionalLong.empty());
  }

  /**
   * Says whether the handler can take a record now. While it cannot, the lane waits in front of the
   * record and asks again after each task that was given to {@link Assignment#lane}: whoever
   * answers no has to see to it that one follows. It is no failure, and polling goes on.
   *
   * @param record the record that comes next
   * @return false to leave it where it is for now
   */
  default boolean hasRoomFor(ConsumerRecord<byte[], byte[]> record) {
    return true;
  }

  /**
   * Says that everything below a position has been given to {@link #accept}, is a dead letter on
   * its way, or does not exist. Called after each batch, and when the position moves without
   * records.
   *
   * @param position the position after the batch, in offsets
   */
  default void advanced(long position) {}

  /**
   * Says that a record which was not accepted is safe with the dead letters.
   *
   * @param record the record that failed
   * @return completes when the record's offset may be committed
   */
  default CompletionStage<?> deadLettered(ConsumerRecord<byte[], byte[]> record) {
    return Settlement.NOW;
  }

  /**
   * Says that a record which was not accepted is skipped on purpose: nobody keeps it.
   *
   * @param record the record that failed
   * @return completes when the record's offset may be committed
   */
  default CompletionStage<?> skipped(ConsumerRecord<byte[], byte[]> record) {
    return deadLettered(record);
  }

  /**
   * Asks to make safe now what was accepted: the partition is leaving, the loop is closing, or
   * somebody wants to see it.
   *
   * @return completes when nothing more can be made safe; exceptionally where something that was
   *     accepted will not be: a partition that leaves does not wait for it
   */
  default CompletionStage<?> flush() {
    return Settlement.NOW;
  }

  /** Says that the assignment is over, as the last call; what is not safe will be read again. */
  default void dropped() {}

  /**
   * The text to commit with an offset; a pure function of the offset and what is safe below it.
   *
   * @param offset the offset that is about to be committed
   * @return the metadata, at most a few hundred characters (the broker's {@code
   *     offset.metadata.max.bytes})
   */
  default String commitMetadata(long offset) {
    return "";
  }

  /** Makes the handler of a newly assigned partition. */
  @FunctionalInterface
  interface Factory {

    /**
     * Makes a handler; called on the poll thread, must not block.
     *
     * @param assignment the partition, and what its handler may ask of the loop
     * @return the handler of this assignment
     */
    PartitionHandler assigned(Assignment assignment);
  }
}
