package io.streamlake.lab.endtoend;

import io.streamlake.testkit.gcs.Fault;
import io.streamlake.testkit.gcs.GcsServer;
import io.streamlake.testkit.gcs.Operation;
import io.streamlake.testkit.gcs.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Faults on a share of all requests, and one of each kind for certain, whatever the draws say.
 *
 * @param server whose requests are struck
 * @param share from 0 to 1
 * @param seed of the draws
 */
record ChaosFaults(GcsServer server, double share, long seed) {

  private static final List<Fault> OF_CREATES =
      List.of(
          Fault.status(503),
          Fault.status(429),
          Fault.loseResponse(),
          Fault.drop(),
          Fault.dropAfter(300_000),
          Fault.cutResponse(100),
          Fault.stall(Duration.ofSeconds(2)));

  private static final List<Fault> OF_UPLOADS =
      List.of(Fault.endSession(), Fault.dropAfter(300_000), Fault.loseResponse());

  /** A certain one lets so many pass that come after the one before. */
  private static final int BETWEEN = 10;

  /** Faults strike from now on. */
  void arm() {
    for (Fault fault : OF_CREATES) {
      server.faults().add(fault.on(Operation.INSERT).after(BETWEEN));
    }
    for (Fault fault : OF_UPLOADS) {
      server.faults().add(fault.on(Operation.UPLOAD));
    }
    server.faults().chaos(share, seed);
  }

  /** No request is struck any more. */
  void disarm() {
    server.faults().clear();
    server.faults().release();
  }

  /** How often each kind has struck; 0 for those that never did. */
  Map<String, Long> struck() {
    Map<String, Long> struck = new TreeMap<>();
    OF_CREATES.forEach(fault -> struck.put(fault.toString(), 0L));
    OF_UPLOADS.forEach(fault -> struck.put(fault.toString(), 0L));
    for (RecordedRequest request : server.requests()) {
      request.fault().ifPresent(kind -> struck.merge(kind, 1L, Long::sum));
    }
    return struck;
  }
}
