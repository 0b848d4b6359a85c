package io.streamlake.gcs.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How data objects are written and read: a format, a codec of it and the codec's level. A value,
 * safe for use from any thread.
 */
public abstract sealed class Encoding permits JsonlEncoding, AvroEncoding, ParquetEncoding {

  private final String format;
  private final String compression;

  Encoding(String format, String compression) {
    this.format = format;
    this.compression = compression;
  }

  /**
   * Finds an encoding by its names in settings and claims.
   *
   * @param format {@code jsonl}, {@code avro} or {@code parquet}
   * @param compression a codec of the format: {@code none}, {@code gzip}, {@code zstd}; {@code
   *     null}, {@code deflate}, {@code snappy}, {@code zstandard}; {@code uncompressed}, {@code
   *     snappy}, {@code gzip}, {@code zstd}
   * @param level on the codec's own scale; empty for its default
   * @return the encoding
   * @throws IllegalArgumentException if there is no such format, codec or level
   */
  public static Encoding of(String format, String compression, OptionalInt level) {
    return switch (format) {
      case "jsonl" -> jsonl(Compression.of(compression), level);
      case "avro" -> new AvroEncoding(compression, level);
      case "parquet" -> new ParquetEncoding(compression, level);
      default ->
          throw new IllegalArgumentException(
              "format must be jsonl, avro or parquet, not '" + format + "'");
    };
  }

  /**
   * Lines of JSON.
   *
   * @param compression the codec
   * @param level on the codec's own scale; empty for its default
   * @return the encoding
   * @throws IllegalArgumentException if the codec has no such level
   */
  public static Encoding jsonl(Compression compression, OptionalInt level) {
    return new JsonlEncoding(compression, level);
  }

  /**
   * The format's name in settings and claims.
   *
   * @return {@code jsonl}, {@code avro} or {@code parquet}
   */
  public final String format() {
    return format;
  }

  /**
   * The codec's name in settings and claims.
   *
   * @return the name, among the format's own
   */
  public final String compression() {
    return compression;
  }

  /**
   * Whether another encoding has the same format and codec, at whatever level.
   *
   * @param other the other one
   * @return true if both write what the other one reads
   */
  public final boolean isAlike(Encoding other) {
    return format.equals(other.format) && compression.equals(other.compression);
  }

  /**
   * How the names of data objects end.
   *
   * @return the extension without its leading dot
   */
  public abstract String extension();

  /**
   * The MIME type of data objects. It tells what the stored bytes are, so that nothing on the way
   * decodes them.
   *
   * @return the Content-Type
   */
  public abstract String contentType();

  /** Creates a file, at a path where nothing is yet. */
  abstract RecordSink open(Path path, SegmentOrigin origin, SummaryCounter counter)
      throws IOException;

  /**
   * Reads an object to its end.
   *
   * @param in the object's bytes as stored; not closed
   * @param each is told of each record, in the object's order
   * @return what the object holds
   * @throws IOException if the object cannot be read, ends early, or is not what this encoding
   *     writes, or holds no record at all, or offsets that do not ascend
   */
  public abstract FileSummary read(InputStream in, Consumer<ConsumerRecord<byte[], byte[]>> each)
      throws IOException;

  /** The level to use. */
  static int level(String compression, BlockCodec codec, OptionalInt level) {
    int chosen = level.orElse(codec.defaultLevel());
    if (!codec.hasLevel(chosen)) {
      throw new IllegalArgumentException(
          "compression-level " + chosen + " does not exist for " + compression);
    }
    return chosen;
  }

  @Override
  public final String toString() {
    return format + ", " + compression;
  }
}
