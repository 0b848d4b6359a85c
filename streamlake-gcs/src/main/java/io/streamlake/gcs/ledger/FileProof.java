package io.streamlake.gcs.ledger;

import io.streamlake.gcs.format.Encoding;
import io.streamlake.gcs.format.FileSummary;
import io.streamlake.gcs.store.ObjectStore;
import io.streamlake.gcs.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares data objects with their claims. An object is right if its content is: its metadata says
 * so, or its bytes are the first writer's, or else it is decoded. Safe for use from any thread.
 */
public final class FileProof {

  private final ObjectStore store;
  private final boolean deep;

  /**
   * Creates a proof.
   *
   * @param store where the objects are
   * @param deep whether each object is decoded, though its metadata or its checksum would do, and
   *     every figure of the claim compared
   */
  public FileProof(ObjectStore store, boolean deep) {
    this.store = store;
    this.deep = deep;
  }

  /**
   * Compares an object with its claim. May block.
   *
   * @param claim the segment
   * @param file the object, as the claim pins it
   * @param listed what a listing knew of it; empty if it was not listed
   * @return whether it is there, and right
   * @throws io.streamlake.gcs.store.StoreException if the store does not answer
   */
  public FileCheck check(LedgerEntry claim, FileEntry file, Optional<StoredObject> listed) {
    // What is missing is asked for once more: it may have come since.
    Optional<StoredObject> found = listed.or(() -> store.head(file.name()));
    if (found.isEmpty()) {
      return FileCheck.MISSING;
    }
    if (deep) {
      return decode(claim, file);
    }
    boolean tellsContent =
        ObjectMetadata.content(found.get().metadata()).filter(file.content()::equals).isPresent();
    return tellsContent || hasFirstWritersBytes(file, found.get())
        ? FileCheck.RIGHT
        : decode(claim, file);
  }

  private boolean hasFirstWritersBytes(FileEntry file, StoredObject found) {
    if (found.size() != file.bytes()) {
      return false;
    }
    Optional<StoredObject> summed =
        found.crc32c().isPresent() ? Optional.of(found) : store.head(file.name());
    return summed
        .filter(object -> object.crc32c().isPresent())
        .filter(object -> object.crc32c().getAsInt() == file.crc32c())
        .isPresent();
  }

  private FileCheck decode(LedgerEntry claim, FileEntry file) {
    try (SourceStream in =
        new SourceStream(
            file.name(), store.open(file.name()).orElse(InputStream.nullInputStream()))) {
      Encoding encoding = Encoding.of(claim.format(), claim.compression(), OptionalInt.empty());
      return compare(file, encoding.read(in, record -> place(claim, record)));
    } catch (IOException | IllegalArgumentException undecodable) {
      return FileCheck.wrong(undecodable(undecodable));
    }
  }

  /** Says why; codecs say nothing of an object that is empty, or ends early. */
  static String undecodable(Exception failure) {
    String why = failure.getMessage();
    return "cannot be decoded: " + (why == null ? "it ends early" : why);
  }

  private static void place(LedgerEntry claim, ConsumerRecord<byte[], byte[]> record) {
    long offset = record.offset();
    boolean isOurs =
        record.topic().equals(claim.topic()) && record.partition() == claim.partition();
    if (!isOurs || offset < claim.from() || offset >= claim.next() || claim.isExcluded(offset)) {
      throw new IllegalArgumentException(
          "holds "
              + record.topic()
              + "-"
              + record.partition()
              + "@"
              + offset
              + " against its claim");
    }
  }

  private FileCheck compare(FileEntry file, FileSummary found) {
    if (!found.content().equals(file.content())) {
      return FileCheck.wrong("content is " + found.content() + ", not " + file.content());
    }
    String differing =
        figures(FileEntry.of(file.name(), found), file)
            .filter(figure -> figure.found() != figure.claimed())
            .map(Figure::text)
            .collect(Collectors.joining(", "));
    return differing.isEmpty() ? FileCheck.RIGHT : FileCheck.misstated(differing);
  }

  /** One number that a claim tells of an object. */
  private record Figure(String field, long found, long claimed) {

    String text() {
      return field + " is " + found + ", not " + claimed;
    }
  }

  /** A writer goes by what it lands; what readers of claims go by, only an audit has to prove. */
  private Stream<Figure> figures(FileEntry found, FileEntry claimed) {
    Stream<Figure> counts =
        Stream.of(
            new Figure("records", found.records(), claimed.records()),
            new Figure("first_offset", found.firstOffset(), claimed.firstOffset()),
            new Figure("last_offset", found.lastOffset(), claimed.lastOffset()));
    if (!deep) {
      return counts;
    }
    Stream<Figure> times =
        Stream.of(
            new Figure("min_timestamp_ms", found.minTimestampMs(), claimed.minTimestampMs()),
            new Figure("max_timestamp_ms", found.maxTimestampMs(), claimed.maxTimestampMs()));
    // Another codec version's bytes may have another size; those with the same checksum have not.
    Stream<Figure> size =
        found.crc32c() == claimed.crc32c()
            ? Stream.of(new Figure("bytes", found.bytes(), claimed.bytes()))
            : Stream.empty();
    return Stream.of(counts, times, size).flatMap(each -> each);
  }
}
