package io.streamlake.core.loop;

import io.streamlake.core.LostOffsetsException;
import io.streamlake.core.LostOffsetsPolicy;
import io.streamlake.core.decision.PauseReason;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls, and sorts what a poll throws: what time heals is polled again, what one partition's log is
 * to blame for holds that partition, and the rest ends the loop, as missing permissions do, invalid
 * topics and unsupported versions. Used by the poll thread only.
 */
final class Polling {

  private static final Logger LOG = LoggerFactory.getLogger(Polling.class);

  private final Consumer<byte[], byte[]> consumer;
  private final Partitions partitions;
  private final LostOffsetsPolicy lostOffsetsPolicy;
  private final Vitals vitals;
  private final java.util.function.Consumer<Throwable> onFailure;

  Polling(
      Consumer<byte[], byte[]> consumer,
      Partitions partitions,
      LostOffsetsPolicy lostOffsetsPolicy,
      Vitals vitals,
      java.util.function.Consumer<Throwable> onFailure) {
    this.consumer = consumer;
    this.partitions = partitions;
    this.lostOffsetsPolicy = lostOffsetsPolicy;
    this.vitals = vitals;
    this.onFailure = onFailure;
  }

  ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    try {
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
      vitals.polled();
      return polled;
    } catch (WakeupException e) {
      return ConsumerRecords.empty();
    } catch (OffsetOutOfRangeException e) {
      e.partitions().forEach(this::holdLost);
      return ConsumerRecords.empty();
    } catch (RetriableException e) {
      if (!holdCorrupt(e)) {
        vitals.pollFailed(e);
        LOG.warn("the broker did not answer a poll, polling again: {}", e.toString());
      }
      return ConsumerRecords.empty();
    } catch (KafkaException e) {
      if (!holdCorrupt(e)) {
        throw e;
      }
      return ConsumerRecords.empty();
    }
  }

  /** Holds what the client cannot read, or every poll would throw and the others would starve. */
  private boolean holdCorrupt(KafkaException cause) {
    Optional<AssignedPartition> corrupt =
        CorruptRecords.partitionOf(cause, consumer.assignment()).flatMap(partitions::find);
    corrupt.ifPresent(
        partition -> {
          consumer.pause(Set.of(partition.id()));
          partition.reasons().add(PauseReason.CORRUPT);
          LOG.error(
              "{}@{}: the log holds a record that the client cannot read. The partition is held,"
                  + " nothing is skipped; the others go on. Check the brokers' disks and replicas;"
                  + " committing an offset behind the record by hand skips it",
              partition.id(),
              consumer.position(partition.id()),
              cause);
        });
    return corrupt.isPresent();
  }

  /** Holds what lost offsets, or every poll would throw and the others would starve. */
  private void holdLost(TopicPartition id) {
    consumer.pause(Set.of(id));
    consumer.seek(id, 0);
    partitions.find(id).ifPresent(this::lost);
  }

  private void lost(AssignedPartition partition) {
    String what =
        partition.id()
            + "@"
            + partition.tracker().position()
            + ": the log does not hold this offset: it was lost to retention, or the log was"
            + " truncated";
    if (lostOffsetsPolicy == LostOffsetsPolicy.FAIL) {
      onFailure.accept(new LostOffsetsException(what));
      return;
    }
    LOG.error("{}. The partition is held, nothing is skipped; the others go on", what);
    partition.reasons().add(PauseReason.OFFSETS_LOST);
    // what was accepted before may exist nowhere else any more
    partition.lane().flush();
  }

  /**
   * Goes on with a rebalance, which the classic protocol does within poll only. What is fetched all
   * the same is not tracked: nothing behind it is committed.
   *
   * @param wait how long
   */
  void pollNothing(Duration wait) {
    try {
      consumer.pause(consumer.assignment());
      ConsumerRecords<byte[], byte[]> unused = consumer.poll(wait);
    } catch (InterruptException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug("a poll of the close failed", e);
    }
  }
}
