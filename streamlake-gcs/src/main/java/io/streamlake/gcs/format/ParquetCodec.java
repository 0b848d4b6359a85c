package io.streamlake.gcs.format;

import java.io.IOException;
import java.util.OptionalInt;
import org.apache.parquet.format.CompressionCodec;

/**
 * How Parquet's pages are compressed.
 *
 * @param id in the file's footer
 * @param codec the codec
 * @param level on the codec's own scale
 */
record ParquetCodec(CompressionCodec id, BlockCodec codec, int level) {

  /** The first level of gzip and zstd that compresses in earnest. */
  private static final int FASTEST = 1;

  /**
   * How rows are compressed until they become columns: by the same codec, so that they take about
   * the disk that the object will, and at no more than its fastest level, because it is done twice.
   */
  AvroEncoding rows() {
    return switch (codec) {
      case NONE -> new AvroEncoding("null", OptionalInt.empty());
      case SNAPPY -> new AvroEncoding("snappy", OptionalInt.empty());
      case DEFLATE, GZIP -> new AvroEncoding("deflate", OptionalInt.of(Math.min(level, FASTEST)));
      case ZSTD -> new AvroEncoding("zstandard", OptionalInt.of(Math.min(level, FASTEST)));
    };
  }

  byte[] compress(byte[] page, int length) throws IOException {
    return codec.compress(page, length, level);
  }

  byte[] decompress(byte[] page) throws IOException {
    return codec.decompress(page, page.length);
  }
}
