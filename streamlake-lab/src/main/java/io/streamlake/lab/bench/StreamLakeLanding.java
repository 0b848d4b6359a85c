package io.streamlake.lab.bench;

import io.streamlake.core.loop.ConsumerLoop;
import io.streamlake.gcs.format.Compression;
import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.ledger.Folders;
import io.streamlake.gcs.stage.RollPolicy;
import io.streamlake.gcs.stage.StagingArea;
import io.streamlake.gcs.store.GcsOptions;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.ObjectStores;
import io.streamlake.gcs.writer.ClusterIdentity;
import io.streamlake.gcs.writer.RawZone;
import io.streamlake.gcs.writer.RawZoneSettings;
import io.streamlake.gcs.writer.RecordRule;
import io.streamlake.gcs.writer.RecoveryPolicy;
import io.streamlake.testkit.gcs.GcsServer;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * StreamLake's landing, with large segments: staged, claimed, created, and committed; in a local
 * folder synced to disk as well, or through Google's client into a server that keeps what it gets.
 * Its rival, which writes local files, does none of that.
 */
final class StreamLakeLanding implements Subject {

  private static final long GIB = 1L << 30;
  private static final int LONGEST_RECORD = 64 << 20;
  private static final int UPLOADS = 8;
  private static final int OPEN_FILES = 512;

  private static final String BUCKET = "lake";

  private final Codec codec;
  private final Place place;

  /** Where it lands. */
  enum Place {
    FOLDER(""),
    GCS("gcs-");

    private final String label;

    Place(String label) {
      this.label = label;
    }
  }

  StreamLakeLanding(Codec codec, Place place) {
    this.codec = codec;
    this.place = place;
  }

  @Override
  public String name() {
    return "streamlake-landing-" + place.label + codec.label();
  }

  @Override
  public Codec rival() {
    return codec;
  }

  @Override
  public long readAll(Workload workload) {
    if (place == Place.FOLDER) {
      String location = "file://" + workload.scratch().resolve("lake");
      return land(workload, ObjectStores.open(location, GcsOptions.defaults()));
    }
    try (GcsServer server = GcsServer.builder().bucket(BUCKET).start()) {
      GcsOptions options = GcsOptions.emulator(server.uri());
      return land(workload, ObjectStores.open("gs://" + BUCKET, options));
    }
  }

  private long land(Workload workload, ObjectStore opened) {
    try (ObjectStore store = opened;
        StagingArea area = StagingArea.open(workload.scratch().resolve("staging"), 8 * GIB);
        RawZone zone = RawZone.open(settings(), store, area, ClusterIdentity.unknown())) {
      LoopRun.overAll(workload, ConsumerLoop.builder().partitionHandlers(zone));
      return zone.totals().records();
    }
  }

  private RawZoneSettings settings() {
    return new RawZoneSettings(
        "benchmark",
        Encoding.jsonl(compression(), OptionalInt.empty()),
        Folders.HOUR,
        new RollPolicy(GIB, Long.MAX_VALUE, Duration.ofHours(1)),
        RecordRule.none(),
        LONGEST_RECORD,
        "read_committed",
        "earliest",
        "benchmark",
        UPLOADS,
        OPEN_FILES,
        RecoveryPolicy.HOLD);
  }

  private Compression compression() {
    return switch (codec) {
      case NONE -> Compression.NONE;
      case ZSTD_3 -> Compression.ZSTD;
      case GZIP_6 -> Compression.GZIP;
    };
  }
}
