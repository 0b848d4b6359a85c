package io.streamlake.testkit;

import io.streamlake.core.TimeSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.record.TimestampType;

/**
 * The broker's log, in memory: topics, partitions, records, and everything that leaves offsets
 * without a record. Safe for use from any thread.
 */
public final class TestLog {

  private final TimeSource time;
  private final Map<String, Topic> topics = new TreeMap<>();
  private long topicIds;

  /**
   * Creates a log without topics.
   *
   * @param time dates the records that bring no timestamp
   */
  public TestLog(TimeSource time) {
    this.time = time;
  }

  /**
   * Creates a topic, or grows the number of its partitions.
   *
   * @param topic its name
   * @param partitions how many it has from now on, not fewer than before
   * @return this log
   */
  public synchronized TestLog topic(String topic, int partitions) {
    List<PartitionLog> logs =
        topics.computeIfAbsent(topic, name -> new Topic(nextId(), new ArrayList<>())).partitions();
    if (partitions < Math.max(1, logs.size())) {
      throw new IllegalArgumentException(
          topic + ": partitions can only grow, from " + logs.size() + ", not to " + partitions);
    }
    while (logs.size() < partitions) {
      logs.add(new PartitionLog(new TopicPartition(topic, logs.size())));
    }
    return this;
  }

  /**
   * Deletes a topic and creates it again under its name: empty, and with another id.
   *
   * @param topic its name
   */
  public synchronized void recreateTopic(String topic) {
    int partitions = partitions(topic).size();
    topics.remove(topic);
    topic(topic, partitions);
  }

  /**
   * The id that tells a topic from an earlier one of the same name.
   *
   * @param topic its name
   * @return the id
   */
  public synchronized Uuid topicId(String topic) {
    return existing(topic).id();
  }

  /**
   * The topics.
   *
   * @return their names
   */
  public synchronized Set<String> topics() {
    return Set.copyOf(topics.keySet());
  }

  /**
   * A topic's partitions.
   *
   * @param topic its name
   * @return its partitions in order, empty if there is no such topic
   */
  public synchronized List<TopicPartition> partitions(String topic) {
    Topic found = topics.get(topic);
    return found == null
        ? List.of()
        : found.partitions().stream().map(PartitionLog::partition).toList();
  }

  /**
   * Appends a record.
   *
   * @param record names topic and partition; a missing timestamp becomes the present
   * @return its offset
   */
  public long append(ProducerRecord<byte[], byte[]> record) {
    return append(record, TimestampType.CREATE_TIME);
  }

  /**
   * Appends a record with a type of timestamp.
   *
   * @param record names topic and partition; a missing timestamp becomes the present, or -1 for
   *     {@link TimestampType#NO_TIMESTAMP_TYPE}
   * @param type who set the timestamp
   * @return its offset
   */
  public synchronized long append(ProducerRecord<byte[], byte[]> record, TimestampType type) {
    if (record.partition() == null) {
      throw new IllegalArgumentException(record.topic() + ": the record must name its partition");
    }
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    return log(partition).append(record, type, time.now());
  }

  /**
   * Appends records of text, without keys.
   *
   * @param partition where to
   * @param values the texts, written as UTF-8
   * @return the offset of the first
   */
  public synchronized long append(TopicPartition partition, String... values) {
    long first = end(partition);
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      append(new ProducerRecord<>(partition.topic(), partition.partition(), null, bytes));
    }
    return first;
  }

  /**
   * Appends a transaction marker: an offset that no reader gets.
   *
   * @param partition where to
   */
  public synchronized void appendMarker(TopicPartition partition) {
    log(partition).appendMarker();
  }

  /**
   * Opens a transaction: readers of what is committed wait before it until it ends.
   *
   * @param partition where records that follow belong to it
   */
  public synchronized void beginTransaction(TopicPartition partition) {
    log(partition).beginTransaction();
  }

  /**
   * Commits the open transaction, which appends a marker.
   *
   * @param partition where it is open
   */
  public synchronized void commitTransaction(TopicPartition partition) {
    log(partition).endTransaction(false);
  }

  /**
   * Aborts the open transaction, which appends a marker; readers of what is committed never get its
   * records.
   *
   * @param partition where it is open
   */
  public synchronized void abortTransaction(TopicPartition partition) {
    log(partition).endTransaction(true);
  }

  /**
   * Appends a transaction that was aborted: its records and the marker.
   *
   * @param partition where to
   * @param values the records' texts
   */
  public synchronized void abortedTransaction(TopicPartition partition, String... values) {
    beginTransaction(partition);
    append(partition, values);
    abortTransaction(partition);
  }

  /**
   * Deletes the oldest records, as retention does.
   *
   * @param partition where
   * @param offset the new beginning
   */
  public synchronized void deleteRecordsBefore(TopicPartition partition, long offset) {
    log(partition).deleteBefore(offset);
  }

  /**
   * Removes single records, as compaction does; their offsets stay unused.
   *
   * @param partition where
   * @param offsets of the records to remove
   */
  public synchronized void compact(TopicPartition partition, long... offsets) {
    for (long offset : offsets) {
      log(partition).compactAway(offset);
    }
  }

  /**
   * Cuts the log's end off, as the election of a leader that lagged behind does.
   *
   * @param partition where
   * @param offset the new end
   */
  public synchronized void truncate(TopicPartition partition, long offset) {
    int epoch = leaderEpoch(partition) + 1;
    log(partition).truncateTo(offset);
    log(partition).electLeader(epoch);
  }

  /**
   * Elects another leader; records that follow carry the next epoch.
   *
   * @param partition where
   */
  public synchronized void electLeader(TopicPartition partition) {
    log(partition).electLeader(leaderEpoch(partition) + 1);
  }

  /**
   * The present leader's epoch.
   *
   * @param partition where
   * @return zero at first
   */
  public synchronized int leaderEpoch(TopicPartition partition) {
    return log(partition).epoch();
  }

  /**
   * The oldest offset.
   *
   * @param partition where
   * @return the first offset that may be read
   */
  public synchronized long beginning(TopicPartition partition) {
    return log(partition).beginning();
  }

  /**
   * The end.
   *
   * @param partition where
   * @return the offset that the next record gets
   */
  public synchronized long end(TopicPartition partition) {
    return log(partition).end();
  }

  synchronized boolean holds(TopicPartition partition) {
    return partition.partition() < partitions(partition.topic()).size();
  }

  synchronized PartitionLog log(TopicPartition partition) {
    if (!holds(partition)) {
      throw new IllegalArgumentException(partition + ": no such partition; create it with topic()");
    }
    return existing(partition.topic()).partitions().get(partition.partition());
  }

  private Topic existing(String topic) {
    Topic found = topics.get(topic);
    if (found == null) {
      throw new IllegalArgumentException(topic + ": no such topic; create it with topic()");
    }
    return found;
  }

  private Uuid nextId() {
    topicIds++;
    return new Uuid(0x5eed_0000_0000_4000L, topicIds);
  }

  private record Topic(Uuid id, List<PartitionLog> partitions) {}
}
