package io.streamlake.testkit.simulation;

import io.streamlake.core.CommitMode;
import io.streamlake.core.DeadLetterLimit;
import io.streamlake.core.Ordering;
import io.streamlake.core.PartitionHandler;
import java.time.Duration;
import java.util.List;
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

  /** A seed decides as well how the group works, what the handlers are, and how the loop is set. */
  static Simulation simulation(long seed) {
    Dice dice = new Dice(~seed);
    Protocol protocol = dice.pick(List.of(Protocol.values()));
    Ordering ordering = dice.pick(List.of(Ordering.values()));
    Simulation simulation =
        Simulation.of(Scenario.everything().protocol(protocol).ordering(ordering))
            .replayedBy(
                "mvn -pl streamlake-testkit -am test -Dtest=LoopSimulationTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dstreamlake.simulation.seed=%d");
    int shape = ordering == Ordering.PARTITION ? dice.between(0, 3) : 0;
    if (shape == 1) {
      simulation.partitionHandlers(() -> assignment -> new SharedStages());
    } else if (shape == 2) {
      simulation.batchHandler(() -> records -> {});
    }
    if (dice.chance(0.15)) {
      simulation.withoutDeadLetters();
    } else if (dice.chance(0.3)) {
      DeadLetterLimit limit = new DeadLetterLimit(0.5, dice.between(1, 6), Duration.ofSeconds(2));
      simulation.with(loop -> loop.deadLetterLimit(limit));
    }
    if (dice.chance(0.3)) {
      simulation.with(loop -> loop.commitMode(CommitMode.SYNC));
    }
    if (dice.chance(0.3)) {
      int records = dice.between(1, 10);
      simulation.with(loop -> loop.inFlightLimits(records, records * 2L));
    }
    return simulation;
  }

  /** Makes all records of a batch safe together, with one stage. */
  private static final class SharedStages implements PartitionHandler {

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
