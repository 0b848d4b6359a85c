package io.streamlake.gcs.writer;

import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.ledger.Folders;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Settings as a process may have them after its next start: another format, rule, limit, policy.
 */
final class RandomSettings {

  private static final List<Encoding> ENCODINGS =
      List.of(
          Encoding.of("jsonl", "none", OptionalInt.empty()),
          Encoding.of("jsonl", "gzip", OptionalInt.empty()),
          Encoding.of("avro", "snappy", OptionalInt.empty()),
          Encoding.of("parquet", "uncompressed", OptionalInt.empty()));

  private static final List<Folders> FOLDERS = List.of(Folders.values());
  private static final List<RecordRule> RULES =
      List.of(
          RecordRule.json(),
          RecordRule.json(),
          RecordRule.json(),
          RecordRule.none(),
          RecordRule.headers(List.of("nobody-has-this")));

  /** The length of a line that some records exceed. */
  private static final int SHORT = 140;

  private RandomSettings() {}

  /** Changes what counts when the process starts next. */
  static void change(WriterProcess process, Random random) {
    WriterSettings settings = process.settings;
    settings.encoding = ENCODINGS.get(random.nextInt(ENCODINGS.size()));
    settings.folders = FOLDERS.get(random.nextInt(FOLDERS.size()));
    settings.rollRecords = 1L + random.nextInt(8);
    settings.rollAge = Duration.ofSeconds(1 + random.nextInt(30));
    settings.rule = RULES.get(random.nextInt(RULES.size()));
    settings.maxRecordBytes = random.nextInt(4) == 0 ? SHORT : 1 << 20;
    settings.maxOpenFiles = 1 + random.nextInt(4);
    settings.lostOffsets = random.nextInt(4) == 0 ? LostOffsets.HOLD : LostOffsets.CONTINUE;
    process.stagingBytes = random.nextInt(4) == 0 ? 200 : 1 << 30;
  }
}
