package io.streamlake.core.decision;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every delivered record in a list, every settled one in a set: slow, and obviously right. */
final class OffsetTrackerModel {

  private final List<Owned> delivered = new ArrayList<>();
  private final Set<Owned> settled = new HashSet<>();
  private final List<Led> leaders = new ArrayList<>();
  private long position;

  OffsetTrackerModel(long position) {
    this.position = position;
  }

  /** A record and the positions that belong to it, up to {@code to}. */
  record Owned(long from, long to) {}

  private record Led(long from, int epoch) {}

  void deliver(long first, long next, int count, int stride) {
    for (int i = 0; i < count; i++) {
      long from = first + (long) i * stride;
      delivered.add(new Owned(from, i + 1 < count ? from + stride : next));
    }
    position = next;
  }

  void moveTo(long next) {
    position = next;
  }

  void leaderEpoch(long from, int epoch) {
    leaders.add(new Led(from, epoch));
  }

  /** Settles consecutive records, from the picked unsettled one on. */
  List<Owned> settleRun(int pick, int longest) {
    List<Owned> open = unsettled();
    List<Owned> run = new ArrayList<>();
    if (open.isEmpty()) {
      return run;
    }
    int index = delivered.indexOf(open.get(pick % open.size()));
    while (index < delivered.size()
        && run.size() < longest
        && !settled.contains(delivered.get(index))) {
      run.add(delivered.get(index));
      index++;
    }
    settled.addAll(run);
    return run;
  }

  List<Owned> unsettled() {
    return delivered.stream().filter(record -> !settled.contains(record)).toList();
  }

  Set<Owned> settled() {
    return settled;
  }

  long frontier() {
    return unsettled().stream().mapToLong(Owned::from).min().orElse(position);
  }

  long position() {
    return position;
  }

  Optional<Integer> leaderEpochBefore(long offset) {
    return leaders.stream()
        .filter(led -> led.from() < offset)
        .reduce((earlier, later) -> later)
        .map(Led::epoch);
  }
}
