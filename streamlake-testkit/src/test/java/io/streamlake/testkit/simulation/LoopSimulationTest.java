package io.streamlake.testkit.simulation;

import io.streamlake.core.PartitionHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Everything at once: members, rebalances, crashes, zombies, faults; seed by seed. */
class LoopSimulationTest {

  private static final int SEEDS = 300;

  @Test
  void keepsEveryGuaranteeWhateverHappens() {
    Seeds.each(SEEDS, seed -> simulation(seed).run(seed).orThrow());
  }

  /** A seed decides as well how the group works and what the handlers are. */
  static Simulation simulation(long seed) {
    Protocol[] protocols = Protocol.values();
    Protocol protocol = protocols[(int) Math.floorMod(seed, (long) protocols.length)];
    Simulation simulation =
        Simulation.of(Scenario.everything().protocol(protocol))
            .replayedBy(
                "mvn -pl streamlake-testkit -am test -Dtest=LoopSimulationTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dstreamlake.simulation.seed=%d");
    if (seed % 7 == 0) {
      simulation.withoutDeadLetters();
    }
    if (seed % 5 == 0) {
      simulation.partitionHandlers(() -> assignment -> new BatchHandler());
    }
    return simulation;
  }

  /** Makes all records of a batch safe together, with one stage. */
  private static final class BatchHandler implements PartitionHandler {

    private CompletableFuture<@Nullable Void> batch = new CompletableFuture<>();

    @Override
    public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
      return batch;
    }

    @Override
    public void advanced(long position) {
      end();
    }

    @Override
    public CompletionStage<?> flush() {
      CompletableFuture<@Nullable Void> flushed = batch;
      end();
      return flushed;
    }

    private void end() {
      CompletableFuture<@Nullable Void> ended = batch;
      batch = new CompletableFuture<>();
      ended.complete(null);
    }
  }
}
