package io.streamlake.testkit;

import static org.apache.kafka.clients.consumer.ConsumerRecord.NO_TIMESTAMP;
import static org.apache.kafka.common.record.TimestampType.NO_TIMESTAMP_TYPE;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * One partition: its records by offset, and offsets without a record, which are transaction markers
 * or compacted away. Safe for use from any thread.
 */
final class PartitionLog {

  private final TopicPartition partition;
  private final TreeMap<Long, Entry> entries = new TreeMap<>();
  private final TreeMap<Integer, Long> epochStarts = new TreeMap<>(Map.of(0, 0L));
  private long beginning;
  private long end;
  private @Nullable Long openTransaction;

  PartitionLog(TopicPartition partition) {
    this.partition = partition;
  }

  TopicPartition partition() {
    return partition;
  }

  synchronized long beginning() {
    return beginning;
  }

  synchronized long end() {
    return end;
  }

  synchronized int epoch() {
    return epochStarts.lastKey();
  }

  /** How far a reader may read: an open transaction holds back those who read what is committed. */
  synchronized long readable(boolean committedOnly) {
    return committedOnly && openTransaction != null ? openTransaction : end;
  }

  /** Appends a record; a missing timestamp becomes the present. */
  synchronized long append(ProducerRecord<byte[], byte[]> record, TimestampType type, Instant now) {
    long timestamp =
        Optional.ofNullable(record.timestamp())
            .orElse(type == NO_TIMESTAMP_TYPE ? NO_TIMESTAMP : now.toEpochMilli());
    entries.put(
        end,
        new Entry(
            new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                end,
                timestamp,
                type,
                size(record.key()),
                size(record.value()),
                record.key(),
                record.value(),
                new RecordHeaders(record.headers().toArray()),
                Optional.of(epoch())),
            false));
    return end++;
  }

  synchronized void appendMarker() {
    end++;
  }

  synchronized void beginTransaction() {
    if (openTransaction != null) {
      throw new IllegalStateException(partition + ": a transaction is open already; end it first");
    }
    openTransaction = end;
  }

  synchronized void endTransaction(boolean aborted) {
    if (openTransaction == null) {
      throw new IllegalStateException(partition + ": no transaction is open; begin one first");
    }
    if (aborted) {
      entries.tailMap(openTransaction).replaceAll((offset, entry) -> entry.aborted());
    }
    openTransaction = null;
    appendMarker();
  }

  synchronized void deleteBefore(long offset) {
    requireInside(offset);
    beginning = Math.max(beginning, offset);
    entries.headMap(offset).clear();
  }

  synchronized void compactAway(long offset) {
    if (entries.remove(offset) == null) {
      throw new IllegalArgumentException(partition + "@" + offset + ": no record to compact away");
    }
  }

  synchronized void truncateTo(long offset) {
    requireInside(offset);
    entries.tailMap(offset).clear();
    end = offset;
    openTransaction = null;
    epochStarts.values().removeIf(start -> start > offset);
  }

  synchronized void electLeader(int epoch) {
    epochStarts.put(epoch, end);
  }

  /** Where an epoch ended, as OffsetsForLeaderEpoch answers. */
  synchronized long endOf(int epoch) {
    Map.Entry<Integer, Long> next = epochStarts.higherEntry(epoch);
    return next == null ? end : next.getValue();
  }

  synchronized int epochAt(long offset) {
    int found = epochStarts.firstKey();
    for (Map.Entry<Integer, Long> epoch : epochStarts.entrySet()) {
      if (epoch.getValue() <= offset) {
        found = epoch.getKey();
      }
    }
    return found;
  }

  /** Reads up to a number of records; at least one, and the position passes what has no record. */
  synchronized Slice read(long from, int max, boolean committedOnly) {
    long limit = readable(committedOnly);
    NavigableMap<Long, Entry> readable = entries.subMap(from, true, Math.max(from, limit), false);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (Map.Entry<Long, Entry> entry : readable.entrySet()) {
      if (committedOnly && entry.getValue().isAborted()) {
        continue;
      }
      records.add(copy(entry.getValue().record()));
      if (records.size() == max) {
        return new Slice(records, entry.getKey() + 1);
      }
    }
    return new Slice(records, Math.max(from, limit));
  }

  synchronized @Nullable OffsetAndTimestamp firstAt(long timestamp) {
    for (Entry entry : entries.values()) {
      ConsumerRecord<byte[], byte[]> record = entry.record();
      if (record.timestamp() >= timestamp) {
        return new OffsetAndTimestamp(record.offset(), record.timestamp(), record.leaderEpoch());
      }
    }
    return null;
  }

  private static int size(byte @Nullable [] bytes) {
    return bytes == null ? ConsumerRecord.NULL_SIZE : bytes.length;
  }

  private void requireInside(long offset) {
    if (offset < beginning || offset > end) {
      throw new IllegalArgumentException(
          partition + "@" + offset + ": outside the log, which is " + beginning + ".." + end);
    }
  }

  /** Readers may change what they get; the log must not notice. */
  private static ConsumerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
    byte @Nullable [] key = record.key();
    byte @Nullable [] value = record.value();
    return new ConsumerRecord<>(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        record.timestampType(),
        record.serializedKeySize(),
        record.serializedValueSize(),
        key == null ? null : key.clone(),
        value == null ? null : value.clone(),
        new RecordHeaders(record.headers().toArray()),
        record.leaderEpoch());
  }

  /** What one read found, and the position after it. */
  record Slice(List<ConsumerRecord<byte[], byte[]>> records, long next) {}

  private record Entry(ConsumerRecord<byte[], byte[]> record, boolean isAborted) {

    Entry aborted() {
      return new Entry(record, true);
    }
  }
}
