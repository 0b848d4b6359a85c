package io.streamlake.gcs.writer;

import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.format.JsonlEncoder;
import io.streamlake.gcs.format.SegmentOrigin;
import io.streamlake.gcs.ledger.Folders;
import io.streamlake.gcs.ledger.LedgerEntry;
import java.util.OptionalInt;
import org.apache.kafka.common.TopicPartition;

/** Begins the segments of one partition, each with the settings that count for it. For one lane. */
final class Segments {

  private final WriterParts parts;
  private final TopicPartition partition;
  private final JsonlEncoder encoder;

  Segments(WriterParts parts, TopicPartition partition) {
    this.parts = parts;
    this.partition = partition;
    this.encoder = new JsonlEncoder(parts.settings().maxRecordBytes());
  }

  Segment fresh(long from) {
    RawZoneSettings settings = parts.settings();
    SegmentFiles files = files(from, settings.encoding(), settings.folders());
    return Segment.fresh(from, files, settings.rule(), encoder);
  }

  /** The claim's settings count, not today's: what was landed once has no longest record. */
  Segment repairing(LedgerEntry claim) {
    Encoding pinned = Encoding.of(claim.format(), claim.compression(), OptionalInt.empty());
    Encoding todays = parts.settings().encoding();
    Encoding encoding = todays.isAlike(pinned) ? todays : pinned;
    SegmentFiles files = files(claim.from(), encoding, Folders.of(claim.folders()));
    return Segment.repairing(claim, files, new JsonlEncoder(Integer.MAX_VALUE));
  }

  private SegmentFiles files(long from, Encoding encoding, Folders folders) {
    SegmentOrigin origin = new SegmentOrigin(partition, from);
    return new SegmentFiles(parts.area(), parts.openFiles(), origin, encoding, folders);
  }
}
