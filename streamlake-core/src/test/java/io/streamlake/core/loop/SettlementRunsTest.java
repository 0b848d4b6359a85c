package io.streamlake.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamlake.core.Settlement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class SettlementRunsTest {

  private final ManualExecutor workers = new ManualExecutor();
  private final RecordingEvents events = new RecordingEvents();
  private final SerialExecutor lane = new SerialExecutor(workers, () -> false, events::failed);
  private final SettlementRuns runs = new SettlementRuns(events, lane);

  @Test
  void settlesRecordsWithOneStageAsOneRun() {
    CompletableFuture<Void> segment = new CompletableFuture<>();
    runs.add(segment, 0, 1);
    runs.add(segment, 1, 5);
    runs.add(segment, 5, 6);
    assertThat(events.told()).isEmpty();

    segment.complete(null);
    workers.runAll();

    assertThat(events.told()).containsExactly("settled [0,6) 3");
  }

  @Test
  void tellsWhatIsSafeAlreadyOnlyWhenAsked() {
    runs.add(Settlement.NOW, 0, 1);
    runs.add(Settlement.NOW, 1, 2);
    assertThat(events.told()).isEmpty();

    runs.report();
    runs.report();

    assertThat(events.told()).containsExactly("settled [0,2) 2");
  }

  @Test // trap 28
  void keepsAPendingRunApartFromWhatIsSafeBehindIt() {
    CompletableFuture<Void> segment = new CompletableFuture<>();
    runs.add(segment, 0, 1);
    runs.add(Settlement.NOW, 1, 2);
    runs.report();
    workers.runAll();

    assertThat(events.told()).containsExactly("settled [1,2) 1");
  }

  @Test
  void beginsANewRunWhenItsStageCompletedMeanwhile() {
    CompletableFuture<Void> segment = new CompletableFuture<>();
    runs.add(segment, 0, 1);
    segment.complete(null);
    workers.runAll();

    runs.add(segment, 1, 2);
    workers.runAll();

    assertThat(events.told()).containsExactly("settled [0,1) 1", "settled [1,2) 1");
  }

  @Test
  void doesNotJoinWhatASplitDivides() {
    CompletableFuture<Void> segment = new CompletableFuture<>();
    runs.add(segment, 0, 1);
    runs.split();
    runs.add(segment, 2, 3);

    segment.complete(null);
    workers.runAll();

    assertThat(events.told()).containsExactlyInAnyOrder("settled [0,1) 1", "settled [2,3) 1");
  }

  @Test
  void settlesALoneRecordAtOnce() {
    runs.addAlone(Settlement.NOW, 4, 7, SettledAs.DEAD_LETTERED);

    assertThat(events.told()).containsExactly("settled [4,7) 1 DEAD_LETTERED");
  }

  @Test // trap 27
  void neverSettlesABrokenPromise() {
    CompletableFuture<Void> segment = new CompletableFuture<>();
    runs.add(segment, 0, 1);
    runs.add(segment, 1, 2);

    segment.completeExceptionally(new IllegalStateException("the upload failed"));
    workers.runAll();

    assertThat(events.told())
        .singleElement()
        .asString()
        .startsWith("restart: ")
        .contains("[0, 2)", "the upload failed");
  }
}
