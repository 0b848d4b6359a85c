package io.streamlake.gcs.writer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that may be open at once, over all partitions. Who finds none left stands in line and
 * is woken when its turn has come; nobody overtakes. Safe for use by several threads.
 */
final class OpenFiles {

  /** So many more are asked for when some are short: the next ones need not wait. */
  private static final int SPARE_PART = 16;

  /** So many are given back at a time, or segments would be rolled before they have grown. */
  private static final int TURN_PART = 4;

  private final int limit;
  private final Map<Runnable, Integer> line = new LinkedHashMap<>();
  private int open;

  OpenFiles(int limit) {
    this.limit = limit;
  }

  /**
   * Takes files, all or none of them.
   *
   * @param files how many; more than the limit counts as the limit
   * @param wake tells who asks, and is run when it is worth asking again
   * @return how many were taken; 0 for those that stand in line now
   */
  synchronized int tryOpen(int files, Runnable wake) {
    int wanted = Math.min(files, limit);
    line.put(wake, wanted);
    if (!next().contains(wake)) {
      return 0;
    }
    line.remove(wake);
    open += wanted;
    return wanted;
  }

  /** Takes one file whether there is one or not: what is claimed has to be written. */
  synchronized void open() {
    open++;
  }

  /** Gives files back, and wakes those who can have them. */
  void closed(int files) {
    if (files > 0) {
      close(files).forEach(Runnable::run);
    }
  }

  private synchronized List<Runnable> close(int files) {
    open -= files;
    return next();
  }

  /** Those at the head of the line for whom there are enough. */
  private List<Runnable> next() {
    List<Runnable> next = new ArrayList<>();
    int left = limit - open;
    for (Map.Entry<Runnable, Integer> each : line.entrySet()) {
      left -= each.getValue();
      if (left < 0) {
        return next;
      }
      next.add(each.getKey());
    }
    return next;
  }

  /** Leaves the line. */
  synchronized void leave(Runnable wake) {
    line.remove(wake);
  }

  /** How many open files are too many for those in line; 0 while nobody waits. */
  synchronized int shortage() {
    int wanted = line.values().stream().mapToInt(Integer::intValue).sum();
    return wanted == 0 ? 0 : Math.max(0, wanted - (limit - open) + limit / SPARE_PART);
  }

  /** How many may be given back at a time for others. */
  int turn() {
    return Math.max(1, limit / TURN_PART);
  }
}
