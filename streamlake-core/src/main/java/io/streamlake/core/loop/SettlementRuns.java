package io.streamlake.core.loop;

import io.streamlake.core.Settlement;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Collects consecutive records with the same stage into runs, so that settling costs per run and
 * not per record. Used on the lane only.
 */
final class SettlementRuns implements Settlements {

  private final LaneEvents events;
  private final SerialExecutor lane;
  private @Nullable Run open;

  SettlementRuns(LaneEvents events, SerialExecutor lane) {
    this.events = events;
    this.lane = lane;
  }

  /** Adds the record that follows the last one. */
  void add(CompletionStage<?> stage, long from, long to) {
    Run current = open;
    if (current != null && current.stage == stage) {
      current.to = to;
      current.records++;
      return;
    }
    split();
    open = start(stage, from, to);
  }

  @Override
  public void addAlone(CompletionStage<?> stage, long from, long to) {
    Run run = start(stage, from, to);
    if (stage == Settlement.NOW) {
      settle(run);
    }
  }

  /** Tells what is settled by now. */
  void report() {
    if (open != null && open.stage == Settlement.NOW) {
      split();
    }
  }

  /** Ends the open run: the next record does not follow it. */
  void split() {
    Run current = open;
    open = null;
    if (current != null && current.stage == Settlement.NOW) {
      settle(current);
    }
  }

  private Run start(CompletionStage<?> stage, long from, long to) {
    Run run = new Run(stage, from, to);
    if (stage != Settlement.NOW) {
      stage.whenComplete((nothing, failure) -> lane.execute(() -> complete(run, failure)));
    }
    return run;
  }

  private void complete(Run run, @Nullable Throwable failure) {
    if (open == run) {
      open = null;
    }
    if (failure == null) {
      settle(run);
      return;
    }
    events.restart("the promise for [" + run.from + ", " + run.to + ") was broken: " + failure);
  }

  private void settle(Run run) {
    events.settled(run.from, run.to, run.records);
  }

  private static final class Run {

    private final CompletionStage<?> stage;
    private final long from;
    private long to;
    private int records = 1;

    private Run(CompletionStage<?> stage, long from, long to) {
      this.stage = stage;
      this.from = from;
      this.to = to;
    }
  }
}
