package io.streamlake.gcs.format;

import java.io.IOException;
import org.apache.parquet.format.CompressionCodec;

/**
 * How Parquet's pages are compressed.
 *
 * @param id in the file's footer
 * @param codec the codec
 * @param level on the codec's own scale
 */
record ParquetCodec(CompressionCodec id, BlockCodec codec, int level) {

  byte[] compress(byte[] page, int length) throws IOException {
    return codec.compress(page, length, level);
  }

  byte[] decompress(byte[] page) throws IOException {
    return codec.decompress(page, page.length);
  }
}
