package io.streamlake.gcs.writer;

import io.streamlake.gcs.format.Compression;
import io.streamlake.gcs.format.JsonlEncoder;
import io.streamlake.gcs.ledger.Folders;
import io.streamlake.gcs.ledger.LedgerEntry;
import java.util.OptionalInt;

/** Begins the segments of one partition, each with the settings that count for it. For one lane. */
final class Segments {

  private final WriterParts parts;
  private final JsonlEncoder encoder;

  Segments(WriterParts parts) {
    this.parts = parts;
    this.encoder = new JsonlEncoder(parts.settings().maxRecordBytes());
  }

  Segment fresh(long from) {
    RawZoneSettings settings = parts.settings();
    SegmentFiles files =
        files(settings.compression(), settings.compressionLevel(), settings.folders());
    return Segment.fresh(from, files, settings.rule(), encoder);
  }

  /** The claim's settings count, not today's: what was landed once has no longest record. */
  Segment repairing(LedgerEntry claim) {
    Compression compression = Compression.of(claim.compression());
    OptionalInt level =
        compression == parts.settings().compression()
            ? parts.settings().compressionLevel()
            : OptionalInt.empty();
    SegmentFiles files = files(compression, level, Folders.of(claim.folders()));
    return Segment.repairing(claim, files, new JsonlEncoder(Integer.MAX_VALUE));
  }

  private SegmentFiles files(Compression compression, OptionalInt level, Folders folders) {
    return new SegmentFiles(parts.area(), parts.openFiles(), compression, level, folders);
  }
}
