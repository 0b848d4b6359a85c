package io.streamlake.testkit.simulation;

import io.streamlake.testkit.TestGroup;
import io.streamlake.testkit.TestLog;
import io.streamlake.testkit.VirtualTime;
import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Where a simulation takes place, without its members. */
record World(Dice dice, VirtualTime time, TestLog log, TestGroup group, History history) {

  static final String TOPIC = "orders";

  static World of(long seed, int partitions) {
    VirtualTime time = new VirtualTime();
    TestLog log = new TestLog(time).topic(TOPIC, partitions);
    TestGroup group = new TestGroup("simulated", log, time);
    return new World(new Dice(seed), time, log, group, new History(time, group));
  }

  List<TopicPartition> partitions() {
    return log.partitions(TOPIC);
  }

  /** The committed offset, -1 where there is none. */
  long committed(TopicPartition partition) {
    return group.committed(partition).map(OffsetAndMetadata::offset).orElse(-1L);
  }
}
