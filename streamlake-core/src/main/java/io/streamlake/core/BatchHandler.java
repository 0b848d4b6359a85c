package io.streamlake.core;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Handles many records of one partition at once; returning normally means that all of them are
 * safe.
 *
 * <p>Batches of one partition arrive one after the other, in the order of their offsets; different
 * partitions run in parallel. A batch holds what was fetched together, up to a largest size; it
 * never waits to be filled. A record may be handed over again, after a crash, a rebalance or a
 * failure, and then in another batch.
 * <!-- snippet: batch-handler -->
 *
 * <pre>{@code
 * BatchHandler handler =
 *     orders -> {
 *       for (int i = 0; i < orders.size(); i++) {
 *         try {
 *           save(new String(orders.get(i).value(), UTF_8));
 *         } catch (IllegalStateException e) {
 *           throw new BatchFailedException(i, e); // those before it are safe
 *         }
 *       }
 *     };
 * }</pre>
 */
@FunctionalInterface
public interface BatchHandler {

  /**
   * Makes all records safe.
   *
   * @param records at least one, as the log holds them; not to be changed
   * @throws BatchFailedException if those before one of them are safe, and that one is not: the
   *     failure is that record's own, and it is tried again, dead-lettered or held as {@link
   *     Handler#handle} says. Those behind it are handed over again, behind it.
   * @throws Exception if it is not known which of them are safe. They are handed over again one by
   *     one, so that one of them cannot take its neighbours to the dead letters. An {@link
   *     InterruptedException} leaves them unsettled.
   */
  void handle(List<ConsumerRecord<byte[], byte[]>> records) throws Exception;
}
