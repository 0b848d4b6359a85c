package io.streamlake.core;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Accepts a record now and promises its safety for later.
 *
 * <p>Records of one partition arrive one after the other, in order. Many records may share one
 * stage, as all records of one file do: the loop keeps runs of records with the same stage, so that
 * deferring costs per run, not per record.
 * <!-- snippet: deferred-handler -->
 *
 * <pre>{@code
 * DeferredHandler handler = order -> uploader.upload(order); // safe when the stage completes
 * }</pre>
 */
@FunctionalInterface
public interface DeferredHandler {

  /**
   * Accepts one record.
   *
   * @param record the record as the log holds it
   * @return completes when the record is safe; its offset is not committed before. If it completes
   *     exceptionally, the partition is read again from its lowest unsafe record: at once, and
   *     after a growing backoff while nothing becomes safe in between.
   * @throws Exception if the record was not accepted, see {@link Handler#handle}
   */
  CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) throws Exception;
}
