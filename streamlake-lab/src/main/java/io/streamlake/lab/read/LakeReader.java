package io.streamlake.lab.read;

import io.streamlake.lab.data.RecordPlace;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Reads a dataset's data objects with nothing but the published layout: no class of the writer, no
 * ledger. Not thread-safe.
 */
public final class LakeReader {

  private final LakeObjects objects;
  private final String dataset;
  private final LakeFolders folders;

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
    ObjectCheck check = new ObjectCheck(parts, consumer);
    try (InputStream input = objects.open(name)) {
      format(parts).read(name, input, check::accept);
    } catch (IllegalArgumentException | IOException e) {
      throw new BrokenLakeException(
          name + ", after line " + check.records + ": " + e.getMessage(), e);
    }
    if (check.records == 0) {
      throw new BrokenLakeException(name + ": holds no record");
    }
  }

  private static ObjectRecords format(ObjectName parts) {
    return switch (parts.extension()) {
      case "avro" -> new AvroRecords();
      case "parquet" -> new ParquetRecords();
      default -> new JsonlRecords(parts.extension());
    };
  }

  /** Sees that an object's records are where they belong. */
  private final class ObjectCheck {

    private final ObjectName parts;
    private final Consumer<LandedRecord> consumer;
    private long next;
    private long records;

    ObjectCheck(ObjectName parts, Consumer<LandedRecord> consumer) {
      this.parts = parts;
      this.consumer = consumer;
      this.next = parts.from();
    }

    void accept(LandedRecord record) {
      check(record, parts, next);
      next = record.place().offset() + 1;
      consumer.accept(record);
      records++;
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
}
