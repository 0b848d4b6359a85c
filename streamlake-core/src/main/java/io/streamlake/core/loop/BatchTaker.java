package io.streamlake.core.loop;

import io.streamlake.core.BatchHandler;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Settlement;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A batch handler, as the loop sees it. Safe for use by several threads.
 *
 * @param maxRecords how many it takes at once
 */
record BatchTaker(BatchHandler handler, int maxRecords) implements PartitionHandler {

  /** The same, seen by the watch that stands before it. */
  BatchTaker watchedBy(PartitionHandler outer) {
    return outer instanceof HandlerWatch watch
        ? new BatchTaker(watch.watched(handler), maxRecords)
        : this;
  }

  void take(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
    handler.handle(records);
  }

  @Override
  public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) throws Exception {
    take(List.of(record));
    return Settlement.NOW;
  }
}
