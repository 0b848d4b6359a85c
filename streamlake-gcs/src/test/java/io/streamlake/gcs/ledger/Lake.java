package io.streamlake.gcs.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlake.gcs.format.Compression;
import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.format.FileSummary;
import io.streamlake.gcs.format.JsonlEncoder;
import io.streamlake.gcs.format.SegmentFile;
import io.streamlake.gcs.format.SegmentOrigin;
import io.streamlake.gcs.store.Content;
import io.streamlake.gcs.store.InMemoryObjectStore;
import io.streamlake.gcs.store.NewObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A small lake in memory, written as the contract says, for tests to damage. */
final class Lake {

  static final Instant CLAIMED = Instant.parse("2026-11-23T17:00:00Z");
  static final TopicPartition PARTITION = new TopicPartition("orders", 0);

  final InMemoryObjectStore store = new InMemoryObjectStore();
  final Layout layout = new Layout("shop");

  private final JsonlEncoder encoder = new JsonlEncoder(1 << 20);

  Lake root(long from) {
    ChainRoot root = new ChainRoot(1, "k", null, "c1", from, "earliest", CLAIMED);
    store.create(NewObject.json(layout.chainRoot(PARTITION), LedgerJson.write(root)));
    return this;
  }

  /** Claims and lands a segment of one record an offset. */
  Lake segment(long from, long next) {
    LedgerEntry claim = claim(from, next, Compression.GZIP.defaultLevel());
    land(claim, Compression.GZIP.defaultLevel());
    return this;
  }

  LedgerEntry claim(long from, long next, int level) {
    FileEntry file = FileEntry.of(dataName(from), staged(from, next, level).summary());
    LedgerEntry entry =
        new LedgerEntry(
            1,
            "c1",
            "k",
            "orders",
            null,
            0,
            from,
            next,
            "n",
            next - from,
            List.of(),
            List.of(),
            0,
            List.of(file),
            "jsonl",
            "gzip",
            "hour",
            "read_committed",
            "w",
            CLAIMED);
    store.create(NewObject.json(layout.entry(PARTITION, from), LedgerJson.write(entry)));
    return entry;
  }

  void land(LedgerEntry claim, int level) {
    byte[] bytes = staged(claim.from(), claim.next(), level).bytes().body();
    FileEntry file = claim.files().get(0);
    store.create(
        new NewObject(
            file.name(), Content.of(bytes), "application/gzip", ObjectMetadata.of(claim, file)));
  }

  /** Amends a claim: its records below an offset are gone, and its object lacks them. */
  Lake amend(long from, long next, long kept) {
    List<FileEntry> files =
        kept == next
            ? List.of()
            : List.of(FileEntry.of(dataName(from), staged(kept, next, 6).summary()));
    amend(from, next, files, List.of(new Hole(from, kept, Hole.Reason.RETENTION)));
    if (kept < next) {
      replace(dataName(from), bytes(kept, next, 6));
    }
    return this;
  }

  /** Amends a claim: nothing of it is left, and it has too many gaps to list. */
  Lake amendWithoutHoles(long from, long next) {
    amend(from, next, List.of(), List.of());
    return this;
  }

  private void amend(long from, long next, List<FileEntry> files, List<Hole> holes) {
    long records = files.stream().mapToLong(FileEntry::records).sum();
    LedgerEntry amendment =
        new LedgerEntry(
            1,
            "c1",
            "k",
            "orders",
            null,
            0,
            from,
            next,
            "n",
            records,
            List.of(),
            holes,
            next - from - records - holes.stream().mapToLong(Hole::count).sum(),
            files,
            "jsonl",
            "gzip",
            "hour",
            "read_committed",
            "w",
            CLAIMED);
    String name = layout.amendment(PARTITION, from, 1);
    store.create(NewObject.json(name, LedgerJson.write(amendment)));
    store.remove(dataName(from));
  }

  /** The bytes of a segment's data object. */
  byte[] bytes(long from, long next, int level) {
    return staged(from, next, level).bytes().body();
  }

  String dataName(long from) {
    String folder = Folders.HOUR.path(Folders.HOUR.slot(CLAIMED.toEpochMilli()));
    return layout.dataObject(PARTITION, from, folder, "jsonl.gz");
  }

  void replace(String name, byte[] bytes) {
    store.overwrite(name, bytes, Map.of());
  }

  AuditReport audit(Duration afterTheClaim, boolean deep) {
    return Audit.run(
        store,
        layout,
        new AuditOptions(
            Optional.empty(),
            Duration.ofMinutes(15),
            deep,
            CLAIMED.plus(afterTheClaim),
            progress -> {}));
  }

  AuditReport audit() {
    return audit(Duration.ofHours(1), false);
  }

  private record Staged(FileSummary summary, Content.Bytes bytes) {}

  private Staged staged(long from, long next, int level) {
    try {
      Path directory = Files.createTempDirectory("lake");
      Path path = directory.resolve("file");
      SegmentFile file =
          SegmentFile.create(
              path,
              Encoding.jsonl(Compression.GZIP, OptionalInt.of(level)),
              new SegmentOrigin(new TopicPartition("orders", 0), from));
      for (long offset : LongStream.range(from, next).toArray()) {
        encoder.encode(record(offset));
        file.append(record(offset), encoder);
      }
      FileSummary summary = file.finish();
      Content.Bytes bytes = Content.of(Files.readAllBytes(path));
      file.discard();
      Files.delete(directory);
      return new Staged(summary, bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset) {
    return new ConsumerRecord<>(
        "orders",
        0,
        offset,
        CLAIMED.toEpochMilli(),
        TimestampType.CREATE_TIME,
        0,
        0,
        new byte[0],
        ("value " + offset).getBytes(UTF_8),
        new RecordHeaders(),
        Optional.empty());
  }
}
