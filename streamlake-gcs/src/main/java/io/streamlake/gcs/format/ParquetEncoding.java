package io.streamlake.gcs.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.parquet.format.CompressionCodec;

/** Parquet files. */
final class ParquetEncoding extends Encoding {

  private final ParquetCodec codec;

  ParquetEncoding(String compression, OptionalInt level) {
    super("parquet", compression);
    BlockCodec block = block(compression);
    this.codec = new ParquetCodec(id(block), block, level(compression, block, level));
  }

  private static BlockCodec block(String compression) {
    return switch (compression) {
      case "uncompressed" -> BlockCodec.NONE;
      case "snappy" -> BlockCodec.SNAPPY;
      case "gzip" -> BlockCodec.GZIP;
      case "zstd" -> BlockCodec.ZSTD;
      default ->
          throw new IllegalArgumentException(
              "compression must be uncompressed, snappy, gzip or zstd for parquet, not '"
                  + compression
                  + "'");
    };
  }

  private static CompressionCodec id(BlockCodec block) {
    return switch (block) {
      case NONE -> CompressionCodec.UNCOMPRESSED;
      case SNAPPY -> CompressionCodec.SNAPPY;
      case GZIP -> CompressionCodec.GZIP;
      case ZSTD -> CompressionCodec.ZSTD;
      case DEFLATE -> throw new IllegalArgumentException("parquet has no deflate");
    };
  }

  @Override
  public String extension() {
    return "parquet";
  }

  @Override
  public String contentType() {
    return "application/vnd.apache.parquet";
  }

  @Override
  RecordSink open(Path path, SegmentOrigin origin, SummaryCounter counter) throws IOException {
    return ParquetSink.open(path, origin, codec, counter);
  }

  /** A footer stands at the end, so the object is copied to a temporary file first. */
  @Override
  public FileSummary read(InputStream in, Consumer<ConsumerRecord<byte[], byte[]>> each)
      throws IOException {
    Path copy = Files.createTempFile("streamlake-", ".parquet");
    ContentCounter counter = new ContentCounter(each);
    SummedInput stored = new SummedInput(in);
    try {
      try (OutputStream out = Files.newOutputStream(copy)) {
        stored.transferTo(out);
      }
      ParquetReader.read(copy, codec, counter);
      return counter.summary(stored.bytes(), stored.crc32c());
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    } catch (IllegalArgumentException
        | BufferUnderflowException
        | IndexOutOfBoundsException malformed) {
      throw counter.malformed(malformed);
    } finally {
      Files.deleteIfExists(copy);
    }
  }
}
