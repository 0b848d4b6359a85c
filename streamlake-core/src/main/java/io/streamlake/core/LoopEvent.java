package io.streamlake.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What a {@link LoopObserver} is told. All events are values, safe for use from any thread. */
public sealed interface LoopEvent {

  /** The loop begins to consume. */
  record Started() implements LoopEvent {}

  /**
   * The loop has ended.
   *
   * @param failure what ended it, empty where it was asked to
   */
  record Ended(Optional<Throwable> failure) implements LoopEvent {

    /** Checks that nothing is missing. */
    public Ended {
      Objects.requireNonNull(failure, "failure");
    }
  }

  /**
   * Partitions have come to this consumer.
   *
   * @param partitions those that are new
   */
  record Assigned(Set<TopicPartition> partitions) implements LoopEvent {

    /** Copies the set. */
    public Assigned {
      partitions = Set.copyOf(partitions);
    }
  }

  /**
   * Partitions have left this consumer.
   *
   * @param partitions those that left
   * @param isLost whether somebody else has them already: nothing could be committed
   */
  record Revoked(Set<TopicPartition> partitions, boolean isLost) implements LoopEvent {

    /** Copies the set. */
    public Revoked {
      partitions = Set.copyOf(partitions);
    }
  }

  /**
   * A partition that stays was started anew, from what is settled: what was in flight is given up
   * and handled again.
   *
   * @param partition the partition
   * @param reason why, in words
   */
  record Restarted(TopicPartition partition, String reason) implements LoopEvent {}

  /**
   * A poll returned records of a partition.
   *
   * @param partition the partition
   * @param records how many, at least 1
   * @param bytes what they occupy, roughly, with an allowance for each record
   */
  record Delivered(TopicPartition partition, int records, long bytes) implements LoopEvent {}

  /**
   * Records are settled: their offsets may be committed.
   *
   * @param partition the partition
   * @param records how many, at least 1
   * @param result what became of them
   */
  record Settled(TopicPartition partition, int records, Result result) implements LoopEvent {

    /** What became of settled records. */
    public enum Result {
      /** The handler made them safe. */
      DONE,
      /** The dead-letter sink acknowledged them. */
      DEAD_LETTERED,
      /** A policy that says so by name gave them up. */
      SKIPPED
    }
  }

  /**
   * A record is tried again.
   *
   * @param partition the record's partition
   * @param offset its offset
   * @param attempt the number of the attempt that begins, at least 2
   */
  record Retried(TopicPartition partition, long offset, int attempt) implements LoopEvent {}

  /**
   * A partition does not go on by waiting alone.
   *
   * @param partition the partition
   * @param offset its lowest unsettled offset
   * @param reason the pause reason in lower case, as in {@code dead_letter_held}
   */
  record Held(TopicPartition partition, long offset, String reason) implements LoopEvent {}

  /**
   * A partition is not held for this reason any more, or has left.
   *
   * @param partition the partition
   * @param reason as it was held for
   */
  record Released(TopicPartition partition, String reason) implements LoopEvent {}

  /**
   * The broker has answered an asynchronous commit.
   *
   * @param offsets what it was asked to commit
   * @param latency from sending to the answer
   * @param outcome {@code success}, or what the failure means in lower case: {@code again}, {@code
   *     stale}, {@code fatal}
   * @param failure why it was refused, empty on success
   */
  record CommitAnswered(
      Map<TopicPartition, Long> offsets,
      Duration latency,
      String outcome,
      Optional<Throwable> failure)
      implements LoopEvent {

    /** Copies the map. */
    public CommitAnswered {
      offsets = Map.copyOf(offsets);
    }
  }

  /**
   * A record has been in its handler for longer than is usual; told once for each attempt.
   *
   * @param partition the record's partition
   * @param offset its offset
   * @param age since the handler began
   */
  record Stuck(TopicPartition partition, long offset, Duration age) implements LoopEvent {}

  /**
   * Where all running partitions are, about once a second.
   *
   * @param partitions one sample each
   */
  record Sampled(List<Sample> partitions) implements LoopEvent {

    /** Copies the list. */
    public Sampled {
      partitions = List.copyOf(partitions);
    }
  }

  /**
   * Where a partition is. Positions and not counts of records: they pass transaction markers and
   * compacted offsets, so that the difference to the end reaches zero.
   *
   * @param partition the partition
   * @param position after everything that was fetched
   * @param frontier everything below it is settled
   * @param committed what the broker is known to hold, empty if nothing
   * @param end the end of the log as the client knows it, under its isolation level; empty while it
   *     does not
   * @param bufferedBytes what is fetched and not taken by the handler, roughly
   * @param heldFor the reasons that hold it, in lower case
   */
  record Sample(
      TopicPartition partition,
      long position,
      long frontier,
      OptionalLong committed,
      OptionalLong end,
      long bufferedBytes,
      Set<String> heldFor) {

    /** Copies the set. */
    public Sample {
      heldFor = Set.copyOf(heldFor);
    }
  }
}
