package io.streamlake.core.loop;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records and batches of one partition. */
final class Logs {

  static final String TOPIC = "orders";

  private Logs() {}

  static ConsumerRecord<byte[], byte[]> at(long offset) {
    byte[] value = ("v" + offset).getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>(TOPIC, 0, offset, null, value);
  }

  static Batch batch(long next, long... offsets) {
    List<ConsumerRecord<byte[], byte[]>> records =
        Arrays.stream(offsets).mapToObj(Logs::at).toList();
    return Batch.of(records, next);
  }
}
