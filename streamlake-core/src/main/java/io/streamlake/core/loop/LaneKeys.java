package io.streamlake.core.loop;

import io.streamlake.core.NullKeys;
import io.streamlake.core.Ordering;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Which records of a partition have to keep their order: those with equal lane keys. */
@FunctionalInterface
interface LaneKeys extends Function<ConsumerRecord<byte[], byte[]>, Object> {

  /** The lane keys of an order within a partition. */
  static LaneKeys of(Ordering ordering, NullKeys nullKeys) {
    return switch (ordering) {
      case PARTITION -> record -> NullKeys.IN_ORDER;
      case KEY -> record -> keyOf(record, nullKeys);
      case UNORDERED -> record -> new Object();
    };
  }

  private static Object keyOf(ConsumerRecord<byte[], byte[]> record, NullKeys nullKeys) {
    byte[] key = record.key();
    if (key != null) {
      return ByteBuffer.wrap(key);
    }
    return nullKeys == NullKeys.IN_ORDER ? nullKeys : new Object();
  }
}
