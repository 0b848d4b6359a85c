package io.streamlake.gcs.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.xerial.snappy.Snappy;

/** Compresses a block as a whole; keeps no memory between two blocks. */
enum BlockCodec {
  NONE(0, 0, 0),
  /** RFC 1951, without a zlib header. */
  DEFLATE(0, 9, 6),
  /** RFC 1952. */
  GZIP(0, 9, 6),
  /** Snappy's raw format, without framing. */
  SNAPPY(0, 0, 0),
  /** RFC 8878. */
  ZSTD(-7, 22, 3);

  private final int minLevel;
  private final int maxLevel;
  private final int defaultLevel;

  BlockCodec(int minLevel, int maxLevel, int defaultLevel) {
    this.minLevel = minLevel;
    this.maxLevel = maxLevel;
    this.defaultLevel = defaultLevel;
  }

  int defaultLevel() {
    return defaultLevel;
  }

  boolean hasLevel(int level) {
    return level >= minLevel && level <= maxLevel;
  }

  byte[] compress(byte[] block, int length, int level) throws IOException {
    return switch (this) {
      case NONE -> Arrays.copyOf(block, length);
      case DEFLATE -> deflate(block, length, level);
      case GZIP -> gzip(block, length, level);
      case SNAPPY -> snappy(block, length);
      case ZSTD -> zstd(block, length, level);
    };
  }

  byte[] decompress(byte[] block, int length) throws IOException {
    if (this == NONE) {
      return Arrays.copyOf(block, length);
    }
    if (this == SNAPPY) {
      return Snappy.uncompress(Arrays.copyOf(block, length));
    }
    try (InputStream in = input(new ByteArrayInputStream(block, 0, length))) {
      return in.readAllBytes();
    }
  }

  private InputStream input(InputStream block) throws IOException {
    return switch (this) {
      case NONE, SNAPPY -> block;
      case DEFLATE -> new RawInflater(block);
      case GZIP -> new GZIPInputStream(block);
      case ZSTD -> new ZstdInputStreamNoFinalizer(block);
    };
  }

  private static byte[] deflate(byte[] block, int length, int level) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2 + 64);
    Deflater deflater = new Deflater(level, true);
    try (OutputStream codec = new DeflaterOutputStream(out, deflater)) {
      codec.write(block, 0, length);
    } finally {
      deflater.end();
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] block, int length, int level) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2 + 64);
    try (OutputStream codec = new LeveledGzip(out, level)) {
      codec.write(block, 0, length);
    }
    return out.toByteArray();
  }

  private static byte[] snappy(byte[] block, int length) throws IOException {
    byte[] out = new byte[Snappy.maxCompressedLength(length)];
    return Arrays.copyOf(out, Snappy.compress(block, 0, length, out, 0));
  }

  private static byte[] zstd(byte[] block, int length, int level) throws IOException {
    byte[] out = new byte[Math.toIntExact(Zstd.compressBound(length))];
    long size = Zstd.compressByteArray(out, 0, out.length, block, 0, length, level);
    if (Zstd.isError(size)) {
      throw new IOException("zstd: " + Zstd.getErrorName(size));
    }
    return Arrays.copyOf(out, (int) size);
  }

  private static final class LeveledGzip extends GZIPOutputStream {

    LeveledGzip(OutputStream out, int level) throws IOException {
      super(out);
      def.setLevel(level);
    }
  }

  private static final class RawInflater extends InflaterInputStream {

    RawInflater(InputStream in) {
      super(in, new Inflater(true));
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }
}
