package io.streamlake.testkit;

import static io.streamlake.testkit.Fixture.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.Assignment;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.Settlement;
import io.streamlake.core.loop.PartitionStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RestartTest {

  private final LoopHarness harness = LoopHarness.over("orders", 1);
  private int restartsLeft;

  @Test
  void saysThatAPartitionIsNotRunningWhileItWaitsToStartAnew() {
    harness.log().append(P0, "a");
    restartsLeft = Integer.MAX_VALUE;
    harness.with(loop -> loop.partitionHandlers(Restarting::new)).start();

    harness.runFor(Duration.ofMinutes(1));

    CompletionStage<List<PartitionStatus>> status = harness.loop().status();
    harness.turn();
    assertThat(status.toCompletableFuture().join())
        .singleElement()
        .matches(partition -> partition.id().equals(P0))
        .matches(partition -> !partition.isRunning());
  }

  @Test
  void handlesTheRecordInTheEndThoughItsPartitionStartsAnewAgainAndAgain() {
    harness.log().append(P0, "a");
    restartsLeft = 5;
    harness.with(loop -> loop.partitionHandlers(Restarting::new)).start();

    harness.runFor(Duration.ofMinutes(2));

    assertThat(restartsLeft).isZero();
    assertThat(harness.committed(P0)).hasValue(1);
  }

  /** Starts its partition anew at each record, as often as it has to. */
  private final class Restarting implements PartitionHandler {

    private final Assignment assignment;

    Restarting(Assignment assignment) {
      this.assignment = assignment;
    }

    @Override
    public CompletionStage<?> accept(ConsumerRecord<byte[], byte[]> record) {
      if (restartsLeft == 0) {
        return Settlement.NOW;
      }
      restartsLeft--;
      assignment.restart("as the test wants");
      return new CompletableFuture<>();
    }
  }
}
