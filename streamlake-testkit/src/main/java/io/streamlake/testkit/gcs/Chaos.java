package io.streamlake.testkit.gcs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** A mix of faults, each as likely as the others, that together strike a share of all requests. */
final class Chaos {

  private static final Set<Operation> OF_SESSIONS =
      EnumSet.of(Operation.UPLOAD, Operation.SESSION_STATUS);

  private Chaos() {}

  static List<Fault> faults(double probability, long seed, Duration stall) {
    SplittableRandom seeds = new SplittableRandom(seed);
    List<Fault> anywhere =
        List.of(
            Fault.status(503),
            Fault.status(429),
            Fault.loseResponse(),
            Fault.drop(),
            Fault.dropAfter(300_000),
            Fault.cutResponse(100),
            Fault.stall(stall));
    List<Fault> ofSessions = new ArrayList<>(anywhere);
    ofSessions.add(Fault.endSession());
    List<Fault> mix = new ArrayList<>(shared(ofSessions, OF_SESSIONS, probability, seeds));
    mix.addAll(
        shared(anywhere, EnumSet.complementOf(EnumSet.copyOf(OF_SESSIONS)), probability, seeds));
    return mix;
  }

  /** The first that is due strikes, so those behind it have fewer requests left to draw from. */
  private static List<Fault> shared(
      List<Fault> faults, Set<Operation> operations, double probability, SplittableRandom seeds) {
    double share = probability / faults.size();
    List<Fault> mix = new ArrayList<>();
    for (Fault fault : faults) {
      double left = 1 - mix.size() * share;
      mix.add(fault.on(operations).withProbability(share / left, seeds.nextLong()));
    }
    return mix;
  }
}
