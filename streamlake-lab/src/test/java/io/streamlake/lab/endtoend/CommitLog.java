package io.streamlake.lab.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlake.lab.broker.LocalBroker;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a group has ever committed, in the broker's own order and with the broker's time,
 * from its topic {@code __consumer_offsets}. Its format is that of {@code OffsetCommitKey} and
 * {@code OffsetCommitValue} in Kafka's group coordinator.
 */
final class CommitLog {

  private static final int NEWEST_COMMIT_KEY = 1;
  private static final int FIRST_FLEXIBLE = 4;

  private CommitLog() {}

  /** The commits of a group that reads one topic, by partition. */
  static Map<Integer, List<Commit>> read(LocalBroker broker, String group) {
    Map<Integer, List<Commit>> commits = new HashMap<>();
    for (ConsumerRecord<byte @Nullable [], byte @Nullable []> record :
        PlainReader.read(broker.clientConfig(), "__consumer_offsets")) {
      byte[] key = record.key();
      byte[] value = record.value();
      if (key == null || value == null) {
        continue;
      }
      ByteBuffer keys = ByteBuffer.wrap(key);
      if (keys.getShort() <= NEWEST_COMMIT_KEY && text(keys, keys.getShort()).equals(group)) {
        text(keys, keys.getShort()); // the topic
        commits
            .computeIfAbsent(keys.getInt(), partition -> new ArrayList<>())
            .add(commit(ByteBuffer.wrap(value)));
      }
    }
    return commits;
  }

  private static Commit commit(ByteBuffer value) {
    short version = value.getShort();
    long offset = value.getLong();
    if (version >= 3) {
      value.getInt(); // the leader's epoch
    }
    int length = version >= FIRST_FLEXIBLE ? value.get() - 1 : value.getShort();
    text(value, length); // the metadata, which is short here
    return new Commit(offset, value.getLong());
  }

  private static String text(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return new String(bytes, UTF_8);
  }

  /**
   * A commit.
   *
   * @param offset what was committed
   * @param atMillis when the broker took it
   */
  record Commit(long offset, long atMillis) {}
}
