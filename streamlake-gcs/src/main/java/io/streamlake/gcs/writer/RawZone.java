package io.streamlake.gcs.writer;

import io.streamlake.core.Assignment;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.TimeSource;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.stage.StagingArea;
import io.streamlake.gcs.store.ObjectStore;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Lands records in the raw zone, effectively exactly once: give it to a consumer loop as the
 * factory of its partition handlers, and close it after the loop. Safe for use by several threads.
 */
public final class RawZone implements PartitionHandler.Factory, AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(500);

  private final WriterParts parts;
  private final Surroundings surroundings;
  private final Queue<TickingWriter> writers = new ConcurrentLinkedQueue<>();
  private volatile boolean isClosed;

  private RawZone(WriterParts parts, Surroundings surroundings) {
    this.parts = parts;
    this.surroundings = surroundings;
  }

  /**
   * Opens a raw zone.
   *
   * @param settings how records are landed
   * @param store where they are landed; not closed with the raw zone
   * @param area where they wait; not closed with the raw zone
   * @param identity tells clusters and topics apart
   * @return the raw zone, for the caller to close
   */
  public static RawZone open(
      RawZoneSettings settings, ObjectStore store, StagingArea area, ClusterIdentity identity) {
    return open(settings, store, area, identity, StoreThreads.start(settings.maxUploads()));
  }

  /** Opens a raw zone that runs on other threads and clocks than its own. */
  static RawZone open(
      RawZoneSettings settings,
      ObjectStore store,
      StagingArea area,
      ClusterIdentity identity,
      Surroundings surroundings) {
    Layout layout = new Layout(settings.dataset());
    Ledger ledger = new Ledger(store, layout);
    DataObjects objects = new DataObjects(store);
    Retrying retrying = new Retrying(surroundings.workers(), surroundings.scheduler());
    TimeSource time = surroundings.time();
    ChainOpener chains =
        new ChainOpener(ledger, new Recovery(ledger, objects), retrying, identity, settings, time);
    Landing landing = new Landing(ledger, objects, retrying);
    OpenFiles openFiles = new OpenFiles(settings.maxOpenFiles());
    WriterParts parts =
        new WriterParts(settings, layout, chains, landing, area, openFiles, new Totals(), time);
    RawZone zone = new RawZone(parts, surroundings);
    surroundings.scheduler().after(TICK, zone::tick);
    return zone;
  }

  @Override
  public PartitionHandler assigned(Assignment assignment) {
    PartitionWriter writer = new PartitionWriter(parts, assignment);
    writers.removeIf(ticking -> ticking.writer.isDropped());
    writers.add(new TickingWriter(writer, assignment));
    return writer;
  }

  private void tick() {
    if (isClosed) {
      return;
    }
    writers.removeIf(ticking -> ticking.writer.isDropped());
    writers.forEach(ticking -> ticking.assignment.lane().execute(ticking.writer::tick));
    surroundings.scheduler().after(TICK, this::tick);
  }

  /**
   * What was landed so far.
   *
   * @return totals since the raw zone was opened
   */
  public RawZoneTotals totals() {
    return parts.totals().toValue();
  }

  /** Ends its threads; requests under way are given a moment to finish. */
  @Override
  public void close() {
    isClosed = true;
    surroundings.onClose().run();
  }

  private record TickingWriter(PartitionWriter writer, Assignment assignment) {}
}
