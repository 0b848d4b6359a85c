package io.streamlake.testkit;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** What the client asks about the log; a partition that does not exist is asked for in vain. */
final class LogQueries {

  private static final Node BROKER = new Node(1, "log.invalid", 9092);

  private final TestLog log;
  private final VirtualTime time;

  LogQueries(TestLog log, VirtualTime time) {
    this.log = log;
    this.time = time;
  }

  Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, ToLongFunction<PartitionLog> question, Duration wait) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      offsets.put(partition, question.applyAsLong(find(partition, wait)));
    }
    return offsets;
  }

  /** Null stands for a partition without a record at or after its timestamp. */
  Map<TopicPartition, OffsetAndTimestamp> forTimes(
      Map<TopicPartition, Long> timestamps, Duration wait) {
    Map<TopicPartition, OffsetAndTimestamp> offsets = new HashMap<>();
    timestamps.forEach(
        (partition, timestamp) -> offsets.put(partition, find(partition, wait).firstAt(timestamp)));
    return offsets;
  }

  List<PartitionInfo> partitionsFor(String topic) {
    Node[] nodes = {BROKER};
    return log.partitions(topic).stream()
        .map(found -> new PartitionInfo(topic, found.partition(), BROKER, nodes, nodes))
        .toList();
  }

  Map<String, List<PartitionInfo>> topics() {
    Map<String, List<PartitionInfo>> topics = new LinkedHashMap<>();
    log.topics().forEach(topic -> topics.put(topic, partitionsFor(topic)));
    return topics;
  }

  private PartitionLog find(TopicPartition partition, Duration wait) {
    if (log.holds(partition)) {
      return log.log(partition);
    }
    time.advance(wait);
    throw new TimeoutException("Failed to get offsets by times in " + wait + ": " + partition);
  }
}
