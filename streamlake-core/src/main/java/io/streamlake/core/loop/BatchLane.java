package io.streamlake.core.loop;

import io.streamlake.core.BatchFailedException;
import io.streamlake.core.Settlement;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;

/** Hands over many records at once, in the order of their offsets. */
final class BatchLane extends PartitionLane {

  private final BatchTaker taker;
  private int endOfSingles;

  BatchLane(BatchTaker taker, LaneEvents events, FailureHandling failures, Executor workers) {
    super(taker, events, failures, workers);
    this.taker = taker;
  }

  @Override
  void handleNext(Batch batch) {
    List<ConsumerRecord<byte[], byte[]>> records = batch.records();
    int end = Math.min(records.size(), cursor() + (isSingle() ? 1 : taker.maxRecords()));
    List<ConsumerRecord<byte[], byte[]>> next = records.subList(cursor(), end);
    try {
      taker.take(next);
    } catch (InterruptedException | InterruptException e) {
      interrupted(next.get(0));
      return;
    } catch (BatchFailedException e) {
      failed(batch, next, e);
      return;
    } catch (Exception e) {
      failed(batch, next, e);
      return;
    }
    takeSafe(batch, next.size());
  }

  private boolean isSingle() {
    return cursor() < endOfSingles;
  }

  private void failed(
      Batch batch, List<ConsumerRecord<byte[], byte[]>> records, BatchFailedException failure) {
    if (failure.index() >= records.size()) {
      failed(batch, records, (Exception) failure);
      return;
    }
    takeSafe(batch, failure.index());
    if (failure.failure() instanceof InterruptedException) {
      interrupted(records.get(failure.index()));
      return;
    }
    failed(batch, records.get(failure.index()), failure.failure());
  }

  /** Nobody knows whose failure it is: each has to show it by itself. */
  private void failed(
      Batch batch, List<ConsumerRecord<byte[], byte[]>> records, Exception failure) {
    if (records.size() == 1) {
      failed(batch, records.get(0), failure);
      return;
    }
    endOfSingles = cursor() + records.size();
  }

  private void takeSafe(Batch batch, int count) {
    for (int i = 0; i < count; i++) {
      accepted(batch, batch.records().get(cursor()), Settlement.NOW);
    }
  }

  @Override
  void finish(Batch batch) {
    endOfSingles = 0;
    super.finish(batch);
  }
}
