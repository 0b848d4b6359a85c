package io.streamlake.testkit.simulation;

import io.streamlake.core.BatchFailedException;
import io.streamlake.core.BatchHandler;
import io.streamlake.testkit.guarantee.Handling;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Puts faults around a batch handler. What it tells of a batch is what it makes of each record in
 * turn; of a batch that fails as a whole it tells nothing, for nobody knows what became of it.
 */
final class FaultyBatchHandler implements BatchHandler {

  private final BatchHandler handler;
  private final Faults faults;
  private final ToldEpochs epochs;
  private final Map<ConsumerRecord<byte[], byte[]>, Testimony> failed;

  FaultyBatchHandler(
      BatchHandler handler,
      Faults faults,
      ToldEpochs epochs,
      Map<ConsumerRecord<byte[], byte[]>, Testimony> failed) {
    this.handler = handler;
    this.faults = faults;
    this.epochs = epochs;
    this.failed = failed;
  }

  @Override
  public void handle(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
    if (records.size() > 1 && faults.strikes(Fault.FAILS_BEFORE)) {
      throw new IOException("simulated: the batch failed");
    }
    for (int index = 0; index < records.size(); index++) {
      try {
        faults.throwBefore(records.get(index));
      } catch (IOException | RuntimeException e) {
        handleBefore(records, index, e);
      }
    }
    handleAll(records, records.size() == 1);
  }

  /** Handles what comes before a record that is broken, and fails there. */
  private void handleBefore(
      List<ConsumerRecord<byte[], byte[]>> records, int index, Exception failure) throws Exception {
    if (index > 0) {
      handleAll(records.subList(0, index), false);
    }
    failed(records.get(index));
    throw new BatchFailedException(index, failure);
  }

  private void handleAll(List<ConsumerRecord<byte[], byte[]>> records, boolean isAlone)
      throws Exception {
    try {
      handler.handle(records);
      if (faults.strikes(Fault.FAILS_AFTER)) {
        throw new IOException("simulated: handled, but failed");
      }
    } catch (BatchFailedException e) {
      if (e.index() < records.size()) {
        safe(records.subList(0, e.index()));
        failed(records.get(e.index()));
      }
      throw e;
    } catch (Exception e) {
      if (isAlone) {
        failed(records.get(0));
      }
      throw e;
    }
    safe(records);
  }

  private void safe(List<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Testimony testimony = testimonyOf(record);
      testimony.tell(Handling.Kind.TRIED, record);
      testimony.tell(Handling.Kind.DONE, record);
    }
  }

  private void failed(ConsumerRecord<byte[], byte[]> record) {
    Testimony testimony = testimonyOf(record);
    testimony.tell(Handling.Kind.TRIED, record);
    testimony.tell(Handling.Kind.FAILED, record);
    failed.put(record, testimony);
  }

  private Testimony testimonyOf(ConsumerRecord<byte[], byte[]> record) {
    return epochs.of(new TopicPartition(record.topic(), record.partition()));
  }
}
