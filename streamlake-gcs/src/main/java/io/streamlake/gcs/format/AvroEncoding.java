package io.streamlake.gcs.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Avro's object container files.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#object-container-files">Avro's
 *     specification</a>
 */
final class AvroEncoding extends Encoding {

  private final BlockCodec codec;
  private final int level;

  AvroEncoding(String compression, OptionalInt level) {
    super("avro", compression);
    this.codec = codec(compression);
    this.level = level(compression, codec, level);
  }

  private static BlockCodec codec(String compression) {
    return switch (compression) {
      case "null" -> BlockCodec.NONE;
      case "deflate" -> BlockCodec.DEFLATE;
      case "snappy" -> BlockCodec.SNAPPY;
      case "zstandard" -> BlockCodec.ZSTD;
      default ->
          throw new IllegalArgumentException(
              "compression must be null, deflate, snappy or zstandard for avro, not '"
                  + compression
                  + "'");
    };
  }

  @Override
  public String extension() {
    return "avro";
  }

  @Override
  public String contentType() {
    return "application/avro";
  }

  @Override
  RecordSink open(Path path, SegmentOrigin origin, SummaryCounter counter) throws IOException {
    return new AvroSink(writer(path, origin), path, counter);
  }

  AvroWriter writer(Path path, SegmentOrigin origin) throws IOException {
    AvroBlocks blocks = new AvroBlocks(compression(), codec, level);
    return AvroWriter.create(path, blocks, origin.syncMarker());
  }

  AvroReader reader(InputStream in) throws IOException {
    return new AvroReader(in, new AvroBlocks(compression(), codec, level));
  }

  @Override
  public FileSummary read(InputStream in, Consumer<ConsumerRecord<byte[], byte[]>> each)
      throws IOException {
    SummedInput stored = new SummedInput(in);
    ContentCounter counter = new ContentCounter(each);
    try {
      AvroReader records = reader(stored);
      for (var next = records.next(); next.isPresent(); next = records.next()) {
        counter.accept(next.get());
      }
      return counter.summary(stored.bytes(), stored.crc32c());
    } catch (IllegalArgumentException malformed) {
      throw counter.malformed(malformed);
    }
  }
}
