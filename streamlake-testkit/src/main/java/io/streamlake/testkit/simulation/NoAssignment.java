package io.streamlake.testkit.simulation;

import io.streamlake.core.Assignment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.kafka.common.TopicPartition;

/** What handlers get that do not live with their partition: they can ask for nothing. */
record NoAssignment(Testimony testimony) implements Assignment {

  @Override
  public TopicPartition partition() {
    return testimony.partition();
  }

  @Override
  public long epoch() {
    return testimony.epoch().number();
  }

  @Override
  public CompletionStage<Long> policyStart() {
    return CompletableFuture.failedStage(new UnsupportedOperationException("no start"));
  }

  @Override
  public Executor lane() {
    return Runnable::run;
  }

  @Override
  public void restart(String reason) {}

  @Override
  public void pause() {}

  @Override
  public void resume() {}
}
