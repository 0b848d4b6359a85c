package io.streamlake.lab.endtoend;

import io.streamlake.core.Handler;
import io.streamlake.lab.data.RawContent;
import io.streamlake.lab.data.RecordFingerprint;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A handler that remembers how many records it was given, and the sum of their fingerprints. */
final class HandledRecords implements Handler {

  private long count;
  private RecordFingerprint sum = RecordFingerprint.ZERO;

  @Override
  public void handle(ConsumerRecord<byte[], byte[]> record) {
    RecordFingerprint fingerprint = RawContent.of(record).fingerprint();
    synchronized (this) {
      count++;
      sum = sum.plus(fingerprint);
    }
  }

  /** A handler that tells another one as well. */
  Handler also(HandledRecords other) {
    return record -> {
      handle(record);
      other.handle(record);
    };
  }

  synchronized long count() {
    return count;
  }

  synchronized RecordFingerprint sum() {
    return sum;
  }

  void awaitCount(long wanted, Duration limit) throws Exception {
    Eventually.holds(limit, () -> count() >= wanted, () -> count() + " records of " + wanted);
  }
}
