package io.streamlake.gcs.writer;

import io.streamlake.gcs.format.Compression;
import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.ledger.Folders;
import io.streamlake.gcs.stage.RollPolicy;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/** Settings for tests to change between two starts. */
final class WriterSettings {

  Encoding encoding = Encoding.jsonl(Compression.NONE, OptionalInt.empty());
  Folders folders = Folders.HOUR;
  long rollBytes = 1 << 20;
  long rollRecords = 1_000_000;
  Duration rollAge = Duration.ofMinutes(1);
  RecordRule rule = RecordRule.json();
  int maxRecordBytes = 1 << 20;
  String isolationLevel = "read_committed";
  String writer = "writer";
  int maxOpenFiles = 100;
  LostOffsets lostOffsets = LostOffsets.HOLD;
  Set<String> acceptedTopics = Set.of();

  RawZoneSettings build() {
    return new RawZoneSettings(
        "shop",
        encoding,
        folders,
        new RollPolicy(rollBytes, rollRecords, rollAge),
        rule,
        maxRecordBytes,
        isolationLevel,
        "earliest",
        writer,
        4,
        maxOpenFiles,
        new RecoveryPolicy(lostOffsets, acceptedTopics));
  }
}
