package io.streamlake.core.loop;

import io.streamlake.core.LoopEvent;
import io.streamlake.core.LoopObserver;
import io.streamlake.core.decision.PauseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Notes which partitions are held, and since when. Used by the poll thread only. */
final class HeldPartitions {

  /** A start takes as long as the broker needs; after this it is worth a look. */
  private static final Duration LONG_START = Duration.ofSeconds(30);

  private final Partitions partitions;
  private final LoopObserver observer;
  private final Map<Hold, Long> since = new HashMap<>();

  private record Hold(TopicPartition id, PauseReason reason) {}

  HeldPartitions(Partitions partitions, LoopObserver observer) {
    this.partitions = partitions;
    this.observer = observer;
  }

  /** Looks, tells what has changed, and says what is held, a line each. */
  List<String> look(long nowNanos) {
    Map<Hold, Long> present = new HashMap<>();
    List<String> troubles = new ArrayList<>();
    for (AssignedPartition partition : partitions.all()) {
      for (PauseReason reason : partition.reasons()) {
        if (reason.isHeld() || reason == PauseReason.STARTING) {
          present.put(new Hold(partition.id(), reason), partition.tracker().frontier());
        }
      }
    }
    since.keySet().removeIf(hold -> isReleased(hold, present));
    present.forEach((hold, frontier) -> note(hold, frontier, nowNanos, troubles));
    troubles.sort(null);
    return troubles;
  }

  private boolean isReleased(Hold hold, Map<Hold, Long> present) {
    if (present.containsKey(hold)) {
      return false;
    }
    if (hold.reason().isHeld()) {
      observer.on(new LoopEvent.Released(hold.id(), nameOf(hold.reason())));
    }
    return true;
  }

  private void note(Hold hold, long frontier, long nowNanos, List<String> troubles) {
    if (since.putIfAbsent(hold, nowNanos) == null && hold.reason().isHeld()) {
      observer.on(new LoopEvent.Held(hold.id(), frontier, nameOf(hold.reason())));
    }
    Duration age = Duration.ofNanos(nowNanos - since.getOrDefault(hold, nowNanos));
    if (hold.reason().isHeld() || age.compareTo(LONG_START) >= 0) {
      troubles.add(hold.id() + "@" + frontier + ": " + nameOf(hold.reason()) + " for " + age);
    }
  }

  static String nameOf(PauseReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
