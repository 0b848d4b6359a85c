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
import java.time.Duration;
import java.util.OptionalInt;

/**
 * StreamLake's landing into a local folder, with large segments: staged, claimed, created, synced
 * to disk, and committed. Its rival does none of the last four.
 */
final class StreamLakeLanding implements Subject {

  private static final long GIB = 1L << 30;
  private static final int LONGEST_RECORD = 64 << 20;
  private static final int UPLOADS = 8;
  private static final int OPEN_FILES = 512;

  private final Codec codec;

  StreamLakeLanding(Codec codec) {
    this.codec = codec;
  }

  @Override
  public String name() {
    return "streamlake-landing-" + codec.label();
  }

  @Override
  public Codec rival() {
    return codec;
  }

  @Override
  public long readAll(Workload workload) {
    String location = "file://" + workload.scratch().resolve("lake");
    try (ObjectStore store = ObjectStores.open(location, GcsOptions.defaults());
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
