package io.streamlake.gcs.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.format.JsonlEncoder;
import io.streamlake.gcs.format.SegmentFile;
import io.streamlake.gcs.format.SegmentOrigin;
import io.streamlake.gcs.ledger.FileEntry;
import io.streamlake.gcs.ledger.Folders;
import io.streamlake.gcs.ledger.Layout;
import io.streamlake.gcs.ledger.LedgerEntry;
import io.streamlake.gcs.ledger.LedgerJson;
import io.streamlake.gcs.store.NewObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Claims as another writer would make them, without the data objects. */
final class Claims {

  private Claims() {}

  /** Claims the first numbers of a log that {@link WriterWorld#produce} has filled. */
  static void copy(WriterWorld world, String name, int records) {
    Layout.LedgerName place = world.layout.parseLedger(name).orElseThrow();
    LedgerEntry claim =
        new LedgerEntry(
            1,
            world.root(place.partition()).chain(),
            "cluster",
            place.partition().topic(),
            "first-id",
            place.partition().partition(),
            place.from(),
            place.from() + records,
            "another nonce",
            records,
            List.of(),
            List.of(),
            0,
            List.of(file(world, place, records)),
            "jsonl",
            "none",
            "none",
            "read_committed",
            "writer",
            world.now());
    world.store.create(NewObject.json(name, LedgerJson.write(claim)));
  }

  private static FileEntry file(WriterWorld world, Layout.LedgerName place, int records) {
    Path path = world.directory.resolve("rival-" + place.from());
    JsonlEncoder encoder = new JsonlEncoder(1 << 20);
    Encoding lines = Encoding.of("jsonl", "none", OptionalInt.empty());
    try {
      SegmentFile file =
          SegmentFile.create(path, lines, new SegmentOrigin(place.partition(), place.from()));
      for (int i = 0; i < records; i++) {
        ConsumerRecord<byte[], byte[]> record = record(world, place, i);
        encoder.encode(record);
        file.append(record, encoder);
      }
      String object =
          world.layout.dataObject(
              place.partition(), place.from(), Folders.NONE.path(0), lines.extension());
      FileEntry entry = FileEntry.of(object, file.finish());
      file.discard();
      return entry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(
      WriterWorld world, Layout.LedgerName place, int index) {
    long offset = place.from() + index;
    Instant produced = world.now().minusNanos(world.harness().time().nanoTime());
    return new ConsumerRecord<>(
        place.partition().topic(),
        place.partition().partition(),
        offset,
        produced.toEpochMilli(),
        TimestampType.CREATE_TIME,
        0,
        0,
        null,
        Long.toString(offset).getBytes(UTF_8),
        new RecordHeaders(),
        Optional.empty());
  }
}
