package io.streamlake.lab.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two runners in one group that are killed and stalled. One that is killed is followed by a new
 * process; one that is stalled sleeps longer than its session, and wakes as a zombie. For use by
 * one thread.
 */
final class ChaosGroup implements AutoCloseable {

  static final int MEMBERS = 2;

  private static final Duration STALL = SoakSettings.SESSION_TIMEOUT.plusMillis(2_500);
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path folder;
  private final RunnerSettings settings;
  private final UnfinishedClaims claims;
  private final List<RunnerProcess> members = new ArrayList<>();
  private final Map<Integer, String> clientIds = new HashMap<>();
  private int started;
  private int stalled = -1;
  private long wakeAtNanos;
  private int kills;
  private int stalls;
  private int struckAtWork;

  ChaosGroup(Path folder, LandedLake lake) {
    this.folder = folder;
    this.settings = lake.settings();
    this.claims = new UnfinishedClaims(lake);
  }

  ChaosGroup start() throws IOException {
    for (int place = 0; place < MEMBERS; place++) {
      members.add(startMember(place));
    }
    return this;
  }

  private RunnerProcess startMember(int place) throws IOException {
    String clientId = "member-" + place + "-" + started++;
    clientIds.put(place, clientId);
    return RunnerProcess.start(
        Files.createDirectories(home(place)),
        settings.with("consumer.client.id", clientId).commandLine("run"));
  }

  private Path home(int place) {
    return folder.resolve("member-" + place);
  }

  /** Kills or stalls a member that is awake; no second one is stalled before the first wakes. */
  void strike(Disturbance disturbance) throws Exception {
    tick();
    int place = choose(disturbance);
    if (disturbance.isStall() && stalled < 0) {
      stall(place);
      return;
    }
    members.get(place).close();
    kills++;
    members.set(place, startMember(place));
  }

  private void stall(int place) throws IOException, InterruptedException {
    members.get(place).stall();
    stalls++;
    stalled = place;
    wakeAtNanos = System.nanoTime() + STALL.toNanos();
  }

  /** Takes who is at work, and waits a while for that; or who was drawn, if that one is awake. */
  private int choose(Disturbance disturbance) throws Exception {
    Duration patience = disturbance.isAtWork() ? PATIENCE : Duration.ZERO;
    List<Integer> atWork = new ArrayList<>();
    boolean isMet = Eventually.isReached(patience, () -> atWork.addAll(placesAtWork()));
    int awake = stalled >= 0 ? 1 - stalled : disturbance.member();
    int place = disturbance.isAtWork() && isMet ? atWork.get(0) : awake;
    struckAtWork += atWork.contains(place) ? 1 : 0;
    return place;
  }

  /** Who is awake and has not created all that it has claimed. */
  private List<Integer> placesAtWork() throws IOException {
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < MEMBERS; place++) {
      if (place != stalled && claims.isOf(members.get(place).pid())) {
        places.add(place);
      }
    }
    return places;
  }

  /** Wakes who has been stalled for long enough, and fails if a member has ended by itself. */
  void tick() throws Exception {
    for (RunnerProcess member : members) {
      if (!member.isAlive()) {
        throw new AssertionError("a member has ended by itself:\n" + member.messages());
      }
    }
    if (stalled >= 0 && System.nanoTime() - wakeAtNanos > 0) {
      members.get(stalled).wake();
      stalled = -1;
    }
  }

  boolean hasStalled() {
    return stalled >= 0;
  }

  /** Asks both to end, and tells how they did. */
  List<Outcome> terminate() throws IOException, InterruptedException {
    members.forEach(RunnerProcess::terminate);
    List<Outcome> outcomes = new ArrayList<>();
    for (RunnerProcess member : members) {
      outcomes.add(member.outcome(LIMIT));
    }
    return outcomes;
  }

  String name() {
    return settings.group();
  }

  /** The {@code client.id} of each process that lives; none has had it before. */
  Set<String> clientIds() {
    return Set.copyOf(clientIds.values());
  }

  int kills() {
    return kills;
  }

  int stalls() {
    return stalls;
  }

  /** How many were killed or stalled while objects that they had claimed were not there. */
  int struckAtWork() {
    return struckAtWork;
  }

  /** How often a text stands in what all members that ever lived have written. */
  long count(String text) throws IOException {
    long count = 0;
    for (RunnerProcess member : members) {
      count += member.messages().lines().filter(line -> line.contains(text)).count();
    }
    return count;
  }

  @Override
  public void close() {
    members.forEach(RunnerProcess::close);
  }
}
