package io.streamlake.testkit.guarantee;

import io.streamlake.core.loop.LoopState;
import io.streamlake.core.loop.PartitionStatus;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * A loop keeps nothing of partitions that it does not have; and when all is calm nothing is in
 * flight or buffered, nothing is paused, no task waits, and each partition has one handler.
 */
public final class NoLeak implements Guarantee {

  private final Map<String, MemberReport> reports = new LinkedHashMap<>();
  private final Map<String, Set<Handling>> handlers = new HashMap<>();

  /** Begins without members. */
  public NoLeak() {}

  @Override
  public Optional<String> check(Step step) {
    for (Event event : step.events()) {
      if (event instanceof Handling handling) {
        note(handling);
      } else if (event instanceof MemberReport report) {
        note(report);
        if (!ids(report).equals(report.assignment())) {
          return Optional.of("keeps other partitions than it has: " + report);
        }
      }
    }
    return step.isCalm() ? leak() : Optional.empty();
  }

  private void note(Handling handling) {
    Handling handler =
        new Handling(Handling.Kind.ASSIGNED, handling.epoch(), handling.partition(), 0, "");
    Set<Handling> alive =
        handlers.computeIfAbsent(handling.epoch().member(), member -> new HashSet<>());
    if (handling.kind() == Handling.Kind.ASSIGNED) {
      alive.add(handler);
    } else if (handling.kind() == Handling.Kind.DROPPED) {
      alive.remove(handler);
    }
  }

  private void note(MemberReport report) {
    if (report.state() == LoopState.RUNNING) {
      reports.put(report.member(), report);
    } else {
      reports.remove(report.member());
    }
  }

  private static Set<TopicPartition> ids(MemberReport report) {
    return report.partitions().stream().map(PartitionStatus::id).collect(Collectors.toSet());
  }

  private Optional<String> leak() {
    return reports.values().stream().flatMap(report -> leak(report).stream()).findFirst();
  }

  private Optional<String> leak(MemberReport report) {
    if (!report.partitions().stream().allMatch(NoLeak::isClean)) {
      return Optional.of("something is left though all is calm: " + report);
    }
    if (report.waitingTasks() > 0) {
      return Optional.of(report.waitingTasks() + " tasks wait though all is calm: " + report);
    }
    int alive = handlers.getOrDefault(report.member(), Set.of()).size();
    return alive == report.partitions().size()
        ? Optional.empty()
        : Optional.of(alive + " handlers were not dropped: " + report);
  }

  private static boolean isClean(PartitionStatus status) {
    return status.isRunning()
        && status.inFlight() == 0
        && status.bufferedBytes() == 0
        && status.pauseReasons().isEmpty();
  }
}
