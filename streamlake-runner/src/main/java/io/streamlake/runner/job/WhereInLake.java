package io.streamlake.runner.job;

import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.RecordSearch;
import io.streamlake.gcs.ledger.Whereabouts;
import io.streamlake.gcs.ledger.Whereabouts.Fate;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoreException;
import io.streamlake.runner.cli.ExitCode;
import io.streamlake.runner.cli.WhereJob;
import io.streamlake.runner.cli.WhereRequest;
import io.streamlake.runner.settings.Lake;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** {@code where} in the raw zone that the settings name; only reads. */
public final class WhereInLake implements WhereJob {

  private static final Set<Fate> OUTSIDE =
      Set.of(Fate.BEFORE_CHAIN, Fate.BEYOND_TIP, Fate.NO_CHAIN);

  @Override
  public ExitCode find(Lake lake, WhereRequest request, PrintWriter out) {
    List<Whereabouts> found = search(lake, request);
    for (Whereabouts each : found) {
      out.println(
          request.json() ? new String(each.toJson(), StandardCharsets.UTF_8) : line(lake, each));
    }
    return code(found.stream().map(Whereabouts::fate).toList());
  }

  /** A topic that was created anew has chains of its own: what is outside one may be in another. */
  private static ExitCode code(List<Fate> fates) {
    if (fates.contains(Fate.UNKNOWN)) {
      return ExitCode.BAD_SURROUNDINGS;
    }
    return OUTSIDE.containsAll(fates) ? ExitCode.OUTSIDE : ExitCode.DONE;
  }

  private static List<Whereabouts> search(Lake lake, WhereRequest request) {
    List<Whereabouts> found =
        Waiting.on(
            lake.rawZone().location(),
            lake,
            InstantSource.system(),
            waiting -> searchLedger(lake, request));
    return found.stream()
        .map(each -> each.fate() == Fate.DEAD_LETTERED ? DeadLetterPlace.of(lake, each) : each)
        .toList();
  }

  private static List<Whereabouts> searchLedger(Lake lake, WhereRequest request) {
    TopicPartition partition = new TopicPartition(request.topic(), request.partition());
    try (ObjectStore store = Stores.openForReading(lake)) {
      return new RecordSearch(store, new Layout(lake.dataset()))
          .findInAll(partition, request.offset());
    } catch (StoreException e) {
      throw Stores.unusable(e);
    }
  }

  private static String line(Lake lake, Whereabouts found) {
    String place = found.topic() + "-" + found.partition() + "@" + found.offset() + ": ";
    String object = found.object() == null ? "" : lake.rawZone().location() + "/" + found.object();
    String detail = found.detail() + (object.isEmpty() ? "" : " (" + object + ")");
    return place
        + switch (found.fate()) {
          case LANDED -> object + " line " + found.line();
          case DEAD_LETTERED -> "dead-lettered: " + detail;
          case HOLE -> "knowingly missing: " + detail;
          case ABSENT -> "absent: " + detail;
          case IN_FLIGHT -> "in flight: " + detail;
          case BEFORE_CHAIN, NO_CHAIN -> "before the chain: " + found.detail();
          case BEYOND_TIP -> "beyond the tip: " + found.detail();
          case UNKNOWN -> "unknown: " + detail + "; verify --deep tells what else is damaged";
        };
  }
}
