package io.streamlake.gcs.writer;

import io.streamlake.core.Assignment;
import io.streamlake.core.PartitionHandler;
import io.streamlake.core.TimeSource;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.stage.StagingArea;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoreException;
import io.streamlake.gcs.writer.LogWatch.Live;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.TopicPartition;

/**
 * Lands records in the raw zone, effectively exactly once: give it to a consumer loop as the
 * factory of its partition handlers, and close it after the loop. Safe for use by several threads.
 */
public final class RawZone implements PartitionHandler.Factory, AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration WATCH = Duration.ofSeconds(10);

  private final WriterParts parts;
  private final Surroundings surroundings;
  private final LogWatch watch;
  private final Queue<Live> writers;
  private volatile boolean isClosed;

  private RawZone(
      WriterParts parts, Queue<Live> writers, Surroundings surroundings, LogWatch watch) {
    this.parts = parts;
    this.writers = writers;
    this.surroundings = surroundings;
    this.watch = watch;
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
    return open(settings, store, area, identity, StoreThreads.start(settings.maxUploads(), area));
  }

  /**
   * Makes sure, before anything is consumed, that the data objects of topics can be named where
   * they are to be landed: a name must fit into a file's. A partition of a topic that is found
   * later is held at its start if it does not.
   *
   * @param settings how records are landed
   * @param store where they are landed
   * @param topics the topics' names
   * @throws StoreException if names are too long; it names all such topics
   */
  public static void requireNames(
      RawZoneSettings settings, ObjectStore store, Collection<String> topics) {
    NameLimit.of(settings, store)
        .require(topics.stream().sorted().map(topic -> new TopicPartition(topic, 0)).toList());
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
    DataObjects objects = new DataObjects(store, layout);
    Retrying retrying = new Retrying(surroundings.workers(), surroundings.scheduler());
    TimeSource time = surroundings.time();
    RecoveryPolicy policy = settings.recovery();
    Topics topics = new Topics(ledger, identity, policy.acceptedTopics(), time);
    Recovery recovery = new Recovery(ledger, objects);
    Predecessors predecessors =
        new Predecessors(ledger, recovery, objects, topics, settings.writer());
    ChainOpener chains = new ChainOpener(ledger, recovery, retrying, predecessors, settings);
    Repairs repairs = new Repairs(ledger, objects, policy);
    Landing landing = new Landing(topics, ledger, repairs, objects, retrying);
    OpenFiles openFiles = new OpenFiles(settings.maxOpenFiles());
    DiskWatch disk = new DiskWatch(surroundings.disk(), area);
    Queue<Live> writers = new ConcurrentLinkedQueue<>();
    WriterParts parts =
        new WriterParts(
            settings,
            layout,
            NameLimit.of(settings, store),
            chains,
            new HeldClaims(time),
            landing,
            area,
            openFiles,
            disk,
            new Relief(writers, area, openFiles, disk),
            new Totals(),
            time);
    RawZone zone = new RawZone(parts, writers, surroundings, new LogWatch(topics, policy));
    surroundings.scheduler().after(TICK, zone::tick);
    surroundings.scheduler().after(WATCH, zone::watch);
    return zone;
  }

  @Override
  public PartitionHandler assigned(Assignment assignment) {
    PartitionWriter writer = new PartitionWriter(parts, assignment);
    writers.removeIf(live -> live.writer().isDropped());
    writers.add(new Live(writer, assignment));
    return writer;
  }

  private void tick() {
    if (isClosed) {
      return;
    }
    try {
      writers.removeIf(live -> live.writer().isDropped());
      writers.forEach(live -> live.assignment().lane().execute(live.writer()::tick));
      parts.disk().look();
      parts.relief().tick();
    } finally {
      surroundings.scheduler().after(TICK, this::tick);
    }
  }

  private void watch() {
    if (!isClosed) {
      surroundings.workers().execute(this::lookAtLogs);
    }
  }

  private void lookAtLogs() {
    try {
      parts.disk().touch();
      watch.look(writers);
    } finally {
      surroundings.scheduler().after(WATCH, this::watch);
    }
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
}
