package io.streamlake.lab.read;

import com.github.luben.zstd.ZstdInputStream;
import io.streamlake.lab.data.RecordPlace;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Reads a dataset's JSONL data objects with nothing but the published layout: no class of the
 * writer, no ledger. Not thread-safe.
 */
public final class LakeReader {

  private final LakeObjects objects;
  private final String dataset;
  private final LakeFolders folders;
  private final EnvelopeParser parser = new EnvelopeParser();

  /**
   * Creates a reader.
   *
   * @param objects the lake
   * @param dataset which of its datasets
   * @param folders how the dataset's objects must be spread over folders
   */
  public LakeReader(LakeObjects objects, String dataset, LakeFolders folders) {
    this.objects = objects;
    this.dataset = dataset;
    this.folders = folders;
  }

  /**
   * Reads all records, object by object in the order of their names.
   *
   * @param consumer is handed each record
   * @return how many objects were read
   * @throws IOException when the lake cannot be read
   * @throws BrokenLakeException when an object or a line is not as the layout promises
   */
  public int read(Consumer<LandedRecord> consumer) throws IOException {
    String data = dataset + "/data/";
    int count = 0;
    for (String name : objects.names(data)) {
      readObject(name, ObjectName.parse(name.substring(data.length())), consumer);
      count++;
    }
    return count;
  }

  private void readObject(String name, ObjectName parts, Consumer<LandedRecord> consumer)
      throws IOException {
    long line = 0;
    long next = parts.from();
    try (InputStream input = decompress(objects.open(name), parts)) {
      LineReader lines = new LineReader(input);
      for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
        line++;
        LandedRecord record = parser.parse(name, bytes);
        check(record, parts, next);
        next = record.place().offset() + 1;
        consumer.accept(record);
      }
    } catch (IllegalArgumentException | IOException e) {
      throw new BrokenLakeException(
          name + ", after line " + Math.max(0, line - 1) + ": " + e.getMessage(), e);
    }
    if (line == 0) {
      throw new BrokenLakeException(name + ": holds no record");
    }
  }

  private void check(LandedRecord record, ObjectName parts, long next) {
    RecordPlace place = record.place();
    if (!place.topic().equals(parts.topic()) || place.partition() != parts.partition()) {
      throw new IllegalArgumentException(place + " stands in an object of another partition");
    }
    if (place.offset() < next) {
      throw new IllegalArgumentException(place + " stands where only " + next + " may follow");
    }
    String folder = folders.of(record.content().stamp().milliseconds());
    if (!folder.equals(parts.folders())) {
      throw new IllegalArgumentException(
          place + " belongs in '" + folder + "', not in '" + parts.folders() + "'");
    }
  }

  private static InputStream decompress(InputStream stored, ObjectName parts) throws IOException {
    return switch (parts.extension()) {
      case "jsonl" -> stored;
      case "jsonl.gz" -> new GZIPInputStream(stored, 1 << 16);
      case "jsonl.zst" -> new ZstdInputStream(stored);
      default -> throw new IllegalArgumentException("not JSONL, but ." + parts.extension());
    };
  }
}
