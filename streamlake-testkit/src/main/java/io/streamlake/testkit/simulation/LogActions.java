package io.streamlake.testkit.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlake.testkit.guarantee.BrokerChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** What happens to the log. */
final class LogActions {

  private static final int MOST_PARTITIONS = 6;

  private final World world;
  private final LaneNames lanes;
  private final Runnable onPartitionAdded;
  private final Map<TopicPartition, NavigableMap<Long, String>> readable;
  private final Map<TopicPartition, NavigableMap<Long, String>> open;

  LogActions(World world, LaneNames lanes, Runnable onPartitionAdded) {
    this.world = world;
    this.lanes = lanes;
    this.onPartitionAdded = onPartitionAdded;
    this.readable = new HashMap<>();
    this.open = new HashMap<>();
  }

  private TopicPartition any() {
    return world.dice().pick(world.partitions());
  }

  private NavigableMap<Long, String> readable(TopicPartition partition) {
    return readable.computeIfAbsent(partition, id -> new TreeMap<>());
  }

  void produce() {
    TopicPartition partition = any();
    int count = world.dice().between(1, 6);
    for (int i = 0; i < count; i++) {
      append(partition);
    }
    world.history().tell("append " + count + " to " + partition);
  }

  private void append(TopicPartition partition) {
    byte[] key = ("k" + world.dice().between(0, 3)).getBytes(UTF_8);
    byte[] value = new byte[world.dice().between(0, 100)];
    long offset =
        world
            .log()
            .append(new ProducerRecord<>(partition.topic(), partition.partition(), key, value));
    String lane = lanes.laneOf(key, offset);
    NavigableMap<Long, String> transaction = open.get(partition);
    if (transaction != null) {
      transaction.put(offset, lane);
      return;
    }
    becomesReadable(partition, offset, lane);
  }

  private void becomesReadable(TopicPartition partition, long offset, String lane) {
    readable(partition).put(offset, lane);
    world.history().add(new BrokerChange(BrokerChange.Kind.READABLE, partition, offset, lane));
  }

  void transact() {
    TopicPartition partition = any();
    if (open.containsKey(partition)) {
      endTransaction(partition, world.dice().chance(0.5));
      return;
    }
    open.put(partition, new TreeMap<>());
    world.log().beginTransaction(partition);
    int count = world.dice().between(0, 3);
    for (int i = 0; i < count; i++) {
      append(partition);
    }
    world.history().tell("begin a transaction in " + partition + " with " + count);
  }

  void endTransactions() {
    List<TopicPartition> all = new ArrayList<>(world.partitions());
    all.retainAll(open.keySet());
    all.forEach(partition -> endTransaction(partition, true));
  }

  private void endTransaction(TopicPartition partition, boolean isCommitted) {
    NavigableMap<Long, String> records = open.getOrDefault(partition, new TreeMap<>());
    open.remove(partition);
    if (isCommitted) {
      world.log().commitTransaction(partition);
      records.forEach((offset, lane) -> becomesReadable(partition, offset, lane));
    } else {
      world.log().abortTransaction(partition);
    }
    world.history().tell((isCommitted ? "commit" : "abort") + " the transaction in " + partition);
  }

  void compact() {
    TopicPartition partition = any();
    if (readable(partition).isEmpty()) {
      return;
    }
    long offset = world.dice().pick(List.copyOf(readable(partition).keySet()));
    world.log().compact(partition, offset);
    gone(partition, offset);
    world.history().tell("compact away " + partition + "@" + offset);
  }

  /** Only what is committed: what is lost before it was read holds its partition for good. */
  void retain() {
    TopicPartition partition = any();
    long beginning = world.log().beginning(partition);
    long committed = world.committed(partition);
    if (committed <= beginning) {
      return;
    }
    long target = world.dice().between((int) beginning, (int) committed);
    world.log().deleteRecordsBefore(partition, target);
    List.copyOf(readable(partition).headMap(target).keySet())
        .forEach(offset -> gone(partition, offset));
    world.history().tell("delete " + partition + " before " + target);
  }

  private void gone(TopicPartition partition, long offset) {
    readable(partition).remove(offset);
    world.history().add(new BrokerChange(BrokerChange.Kind.GONE, partition, offset, ""));
  }

  void addPartition() {
    int count = world.partitions().size();
    if (count == MOST_PARTITIONS) {
      return;
    }
    world.log().topic(World.TOPIC, count + 1);
    onPartitionAdded.run();
    world.history().tell("add partition " + count);
  }

  void electLeader() {
    TopicPartition partition = any();
    world.log().electLeader(partition);
    world.history().tell("elect a leader of " + partition);
  }

  /** Tells where each partition ends. */
  void tellEnds() {
    for (TopicPartition partition : world.partitions()) {
      long end = world.log().end(partition);
      world.history().add(new BrokerChange(BrokerChange.Kind.END, partition, end, ""));
    }
  }
}
