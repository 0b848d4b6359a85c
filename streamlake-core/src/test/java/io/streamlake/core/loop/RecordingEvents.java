package io.streamlake.core.loop;

import io.streamlake.core.decision.PauseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;

/** Writes down what a lane tells; keeps its timers until the test fires them. */
final class RecordingEvents implements LaneEvents {

  private final List<String> told = new ArrayList<>();
  private final List<Runnable> timers = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();

  List<String> told() {
    return told;
  }

  List<Throwable> failures() {
    return failures;
  }

  int timers() {
    return timers.size();
  }

  /** Runs the timers' tasks on the lane, as the poll thread does. */
  void fireTimers(Executor lane) {
    List<Runnable> due = List.copyOf(timers);
    timers.clear();
    due.forEach(lane::execute);
  }

  @Override
  public void settled(long from, long to, int records, SettledAs as) {
    String how = as == SettledAs.DONE ? "" : " " + as;
    told.add("settled [" + from + "," + to + ") " + records + how);
  }

  @Override
  public void waits(PauseReason reason) {
    told.add("waits " + reason);
  }

  @Override
  public void proceeds(PauseReason reason) {
    told.add("proceeds " + reason);
  }

  @Override
  public void after(Duration delay, Runnable laneTask) {
    timers.add(laneTask);
  }

  @Override
  public void stopped(OptionalLong firstNotTaken) {
    told.add("stopped " + (firstNotTaken.isPresent() ? firstNotTaken.getAsLong() : "at the end"));
  }

  @Override
  public void restart(String reason) {
    told.add("restart: " + reason);
  }

  @Override
  public void failed(Throwable failure) {
    failures.add(failure);
  }
}
