package io.streamlake.core.loop;

import io.streamlake.core.Settlement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Collects records that become safe in any order, and tells neighbours together: the poll thread is
 * told as often as it asks, not as often as a record is safe. Used on the lane only.
 */
final class ScatteredSettlements implements Settlements {

  private final LaneEvents events;
  private final SerialExecutor lane;
  private final IdentityHashMap<CompletionStage<?>, List<Range>> pending = new IdentityHashMap<>();
  private List<Range> safe = new ArrayList<>();

  ScatteredSettlements(LaneEvents events, SerialExecutor lane) {
    this.events = events;
    this.lane = lane;
  }

  @Override
  public void addAlone(CompletionStage<?> stage, long from, long to) {
    Range range = new Range(from, to, 1);
    if (stage == Settlement.NOW) {
      safe.add(range);
      return;
    }
    List<Range> known = pending.get(stage);
    if (known != null) {
      known.add(range);
      return;
    }
    List<Range> first = new ArrayList<>(List.of(range));
    pending.put(stage, first);
    stage.whenComplete((nothing, failure) -> lane.execute(() -> complete(stage, failure)));
  }

  private void complete(CompletionStage<?> stage, @Nullable Throwable failure) {
    List<Range> ranges = pending.remove(stage);
    if (ranges == null) {
      return;
    }
    if (failure == null) {
      safe.addAll(ranges);
      return;
    }
    report(); // what is safe now need not be read again
    Range first = ranges.get(0);
    events.restart("the promise for [" + first.from + ", " + first.to + ") was broken: " + failure);
  }

  /** Tells what is safe by now. */
  void report() {
    if (safe.isEmpty()) {
      return;
    }
    List<Range> ranges = safe;
    safe = new ArrayList<>();
    ranges.sort(Comparator.comparingLong(Range::from));
    Range joined = ranges.get(0);
    for (Range next : ranges.subList(1, ranges.size())) {
      if (next.from == joined.to) {
        joined = new Range(joined.from, next.to, joined.records + next.records);
      } else {
        settle(joined);
        joined = next;
      }
    }
    settle(joined);
  }

  private void settle(Range range) {
    events.settled(range.from, range.to, range.records);
  }

  private record Range(long from, long to, int records) {}
}
