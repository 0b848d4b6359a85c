package io.streamlake.core.loop;

import io.streamlake.core.PartitionHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The watches of all epochs, those included that are over while a record of theirs is still in its
 * handler. Only the poll thread changes them; anyone may look.
 */
final class HandlerWatches {

  private final Map<Long, HandlerWatch> watches = new ConcurrentHashMap<>();
  private final Set<Long> over = ConcurrentHashMap.newKeySet();

  /** Puts a watch before the handler of a new epoch. */
  PartitionHandler watch(PartitionLink link, PartitionHandler handler) {
    HandlerWatch watch = new HandlerWatch(link.partition(), handler, link::retried);
    watches.put(link.epoch(), watch);
    return watch;
  }

  void settled(long epoch, long from, long to) {
    HandlerWatch watch = watches.get(epoch);
    if (watch != null) {
      watch.settled(from, to);
    }
  }

  /** Notes that an epoch is over; its watch goes once its handler is idle. */
  void ended(long epoch) {
    over.add(epoch);
  }

  /** Looks at all handlers; from any thread. */
  List<StuckRecord> stuck(long nowNanos, Duration olderThan) {
    List<StuckRecord> stuck = new ArrayList<>();
    watches.values().forEach(watch -> stuck.addAll(watch.stuck(nowNanos, olderThan)));
    return stuck;
  }

  /** Looks at all handlers, and says what was not said yet; on the poll thread. */
  List<StuckRecord> newlyStuck(long nowNanos, Duration olderThan) {
    List<StuckRecord> stuck = new ArrayList<>();
    watches.values().forEach(watch -> stuck.addAll(watch.newlyStuck(nowNanos, olderThan)));
    over.removeIf(epoch -> isIdle(watches.get(epoch)) && watches.remove(epoch) != null);
    return stuck;
  }

  private static boolean isIdle(@Nullable HandlerWatch watch) {
    return watch == null || watch.isIdle();
  }

  /** How many epochs are watched. */
  int size() {
    return watches.size();
  }
}
