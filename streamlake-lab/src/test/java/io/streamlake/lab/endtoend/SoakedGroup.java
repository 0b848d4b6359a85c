package io.streamlake.lab.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Members of one group that are killed and stalled. One that is killed is followed by a new
 * process; one that is stalled sleeps longer than its session, and wakes as a zombie. For use by
 * one thread.
 */
final class SoakedGroup implements AutoCloseable {

  private static final int MEMBERS = 4;
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Duration STALL = SoakSettings.SESSION_TIMEOUT.plusMillis(1_500);

  private final Path folder;
  private final List<String> arguments;
  private final Random random;
  private final List<MemberProcess> members = new ArrayList<>();
  private final List<Path> journals = new ArrayList<>();
  private final Map<MemberProcess, Long> wakeAtNanos = new HashMap<>();
  private int kills;
  private int stalls;

  /**
   * @param arguments what {@link SoakMember} takes behind the journal and the deferral
   */
  SoakedGroup(Path folder, String topic, Map<String, String> consumer, Random random) {
    this.folder = folder;
    this.arguments = new ArrayList<>(List.of(topic));
    consumer.forEach((key, value) -> arguments.add(key + "=" + value));
    this.random = random;
  }

  SoakedGroup start() throws Exception {
    for (int place = 0; place < MEMBERS; place++) {
      members.add(startMember(place));
    }
    Eventually.holds(LIMIT, this::allHaveHandled, this::messages);
    return this;
  }

  private MemberProcess startMember(int place) throws IOException {
    String name = "member-" + place + "." + journals.size();
    journals.add(folder.resolve(name));
    List<String> all = new ArrayList<>(arguments);
    all.add(1, Boolean.toString(place % 2 == 0));
    return MemberProcess.start(folder, name, all);
  }

  private boolean allHaveHandled() throws IOException {
    requireAlive();
    for (MemberProcess member : members) {
      if (!member.hasHandled()) {
        return false;
      }
    }
    return true;
  }

  /** Kills or stalls, in turn, a member that works; waits for one where none is back yet. */
  void disturb() throws Exception {
    Eventually.holds(LIMIT, () -> !working().isEmpty(), this::messages);
    List<Integer> working = working();
    int place = working.get(random.nextInt(working.size()));
    MemberProcess member = members.get(place);
    if (kills <= stalls) {
      member.kill();
      kills++;
      members.set(place, startMember(place));
      return;
    }
    member.stall();
    stalls++;
    wakeAtNanos.put(member, System.nanoTime() + STALL.toNanos());
  }

  private List<Integer> working() throws Exception {
    tick();
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < MEMBERS; place++) {
      MemberProcess member = members.get(place);
      if (!wakeAtNanos.containsKey(member) && member.hasHandled()) {
        places.add(place);
      }
    }
    return places;
  }

  /** Wakes who has been stalled for long enough, and fails if a member has ended by itself. */
  void tick() throws Exception {
    requireAlive();
    for (MemberProcess member : List.copyOf(wakeAtNanos.keySet())) {
      if (System.nanoTime() - wakeAtNanos.get(member) > 0) {
        wakeAtNanos.remove(member);
        member.wake();
      }
    }
  }

  boolean hasStalled() {
    return !wakeAtNanos.isEmpty();
  }

  private void requireAlive() {
    for (MemberProcess member : members) {
      if (!member.isAlive()) {
        throw new AssertionError("a member has ended by itself:\n" + member.messages());
      }
    }
  }

  int kills() {
    return kills;
  }

  int stalls() {
    return stalls;
  }

  int size() {
    return MEMBERS;
  }

  /** What all members that ever lived have handled. */
  SoakAccount account() throws IOException {
    return SoakAccount.read(journals);
  }

  String messages() {
    StringBuilder all = new StringBuilder();
    members.forEach(member -> all.append(member.messages()));
    return all.toString();
  }

  @Override
  public void close() {
    members.forEach(MemberProcess::close);
  }
}
