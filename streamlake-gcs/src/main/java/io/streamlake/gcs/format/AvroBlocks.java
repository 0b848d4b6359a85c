package io.streamlake.gcs.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Compresses Avro's blocks. Snappy's have the CRC-32 of the uncompressed block behind them.
 *
 * @param name in the file's header
 * @param codec the codec
 * @param level on the codec's own scale
 */
record AvroBlocks(String name, BlockCodec codec, int level) {

  byte[] compress(byte[] block, int length) throws IOException {
    byte[] compressed = codec.compress(block, length, level);
    if (codec != BlockCodec.SNAPPY) {
      return compressed;
    }
    return ByteBuffer.allocate(compressed.length + Integer.BYTES)
        .put(compressed)
        .putInt(crc32(block, length))
        .array();
  }

  byte[] decompress(byte[] block) throws IOException {
    if (codec != BlockCodec.SNAPPY) {
      return codec.decompress(block, block.length);
    }
    int length = block.length - Integer.BYTES;
    if (length < 0) {
      throw new IOException("a block is shorter than its checksum");
    }
    byte[] decompressed = codec.decompress(Arrays.copyOf(block, length), length);
    if (ByteBuffer.wrap(block).getInt(length) != crc32(decompressed, decompressed.length)) {
      throw new IOException("a block's checksum is wrong");
    }
    return decompressed;
  }

  private static int crc32(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }
}
